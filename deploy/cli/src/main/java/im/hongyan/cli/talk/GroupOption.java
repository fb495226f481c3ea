package im.hongyan.cli.talk;

import im.hongyan.cli.Checks;
import picocli.CommandLine.Option;

/** Which group; shared by the verbs that are about one. */
final class GroupOption {
    @Option(
            names = {"--group", "--id"},
            required = true,
            paramLabel = "GROUP",
            description = "The group.")
    private String group = "";

    String id() {
        return Checks.id("--group", group);
    }
}
