package im.hongyan.client;

import java.time.Duration;

/** What the client is doing about its connection. */
public sealed interface ClientState {
    /** Built, not asked to connect. */
    record Idle() implements ClientState {}

    /**
     * Opening a connection.
     *
     * @param attempt 1 for the first since the last success
     */
    record Connecting(int attempt) implements ClientState {}

    /**
     * The server said WELCOME.
     *
     * @param session of the server
     * @param app the tenant
     * @param user whom the credential names
     * @param device this one
     */
    record Connected(String session, String app, String user, String device) implements ClientState {}

    /**
     * Not connected; will try again.
     *
     * @param delay until then
     * @param why the last connection ended or was not made
     */
    record Waiting(Duration delay, String why) implements ClientState {}

    /**
     * Not connected, and never again with this client.
     *
     * @param reason in short
     * @param code of the catalogue; empty when the server said none
     * @param why for people
     */
    record Ended(Reason reason, String code, String why) implements ClientState {}

    /** Why a client has ended. */
    enum Reason {
        /** By {@code close()}. */
        CLOSED,
        /** The same device connected somewhere else. */
        REPLACED,
        /** The server does not want this client: its credential, for one. */
        REFUSED,
        /** The application or its cursor store failed. */
        FAILED
    }
}
