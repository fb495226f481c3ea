package im.hongyan.cli.talk;

import im.hongyan.cli.Checks;
import im.hongyan.cli.DevelopmentTokens;
import im.hongyan.cli.OutputOptions;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code token}. */
@Command(
        name = "token",
        description =
                "Mints a credential with the development key; a server outside the development profile refuses it.")
public final class TokenCommand implements Runnable {
    private static final int HOURS_OF_A_YEAR = 8_760;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final UserOptions user = new UserOptions();

    @Option(
            names = "--hours",
            paramLabel = "N",
            defaultValue = "12",
            description = "How long it is good for, 1 to " + HOURS_OF_A_YEAR + " (default: ${DEFAULT-VALUE}).")
    private int hours = 12;

    @Override
    public void run() {
        Checks.within("--hours", hours, 1, HOURS_OF_A_YEAR);
        String token = DevelopmentTokens.mint(user.app(), user.user(), Duration.ofHours(hours));
        output.output().data(Map.of("token", token), token);
    }
}
