package im.hongyan.gateway.transport;

import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Frame;
import im.hongyan.wire.WireException;

/** What a client sent. */
public sealed interface Incoming {
    /** A frame that could be read; whether it makes sense now is not known here. */
    record Received(Frame frame) implements Incoming {}

    /** Something that is no frame. Unless it is {@linkplain WireException#recoverable() recoverable} nothing follows. */
    record Refused(WireException rule) implements Incoming {}

    /** A rule of the carrier was broken, below the frames. Nothing follows; the connection is to be closed like this. */
    record Violated(ErrorCode code, Closing closing) implements Incoming {}
}
