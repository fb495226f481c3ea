package im.hongyan.cli.friend;

import im.hongyan.cli.Checks;
import picocli.CommandLine.Parameters;

/** Whom a verb is about. */
final class PeerParameter {
    @Parameters(index = "0", paramLabel = "USER", description = "Who.")
    private String user = "";

    String id() {
        return Checks.id("USER", user);
    }
}
