package im.hongyan.bench.relay;

import java.io.IOException;

/** The relay as a process of its own, so that its CPU can be told from the driver's. Ends when its standard input does. */
public final class RelayMain {
    private RelayMain() {}

    public static void main(String[] args) throws IOException {
        try (Relay relay = new Relay(0)) {
            System.out.println("ready " + relay.port());
            while (System.in.read() >= 0) {
                // Whoever started this holds the other end; nothing is said.
            }
        }
    }
}
