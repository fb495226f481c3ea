package im.hongyan.gateway.transport;

import im.hongyan.wire.ErrorCode;

/**
 * Why a connection ends, as a WebSocket tells it (RFC 6455 §7.4); other carriers just close.
 *
 * @param webSocketCode the status of the close frame
 * @param reason short text without anything that the client sent
 */
public record Closing(int webSocketCode, String reason) {
    /** The client said BYE. */
    public static final Closing NORMAL = new Closing(1000, "bye");

    /** With the close code of the catalogue. */
    public static Closing of(ErrorCode code) {
        return new Closing(code.closeCode(), code.name());
    }
}
