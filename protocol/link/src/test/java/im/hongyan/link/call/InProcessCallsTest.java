package im.hongyan.link.call;

import org.junit.jupiter.api.AfterEach;

class InProcessCallsTest extends CallContract {
    private final InProcessCalls calls = new InProcessCalls("test", handlers, LIMITS, meters);

    @Override
    protected CallClient client() {
        return calls;
    }

    @AfterEach
    void close() {
        calls.close();
    }
}
