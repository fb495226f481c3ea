package im.hongyan.e2e.chat;

import im.hongyan.e2e.world.Site;
import im.hongyan.e2e.world.StandaloneSite;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class StandaloneChatTest extends ChatContract {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path data;

    @SuppressWarnings("NullAway.Init")
    private static StandaloneSite standalone;

    @BeforeAll
    static void start() {
        standalone = StandaloneSite.start(data);
    }

    @AfterAll
    static void stop() {
        standalone.close();
    }

    @Override
    Site site() {
        return standalone;
    }
}
