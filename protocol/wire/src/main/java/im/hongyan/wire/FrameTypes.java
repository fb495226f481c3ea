package im.hongyan.wire;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.Bye;
import im.hongyan.wire.frame.Deliver;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Goodbye;
import im.hongyan.wire.frame.Heads;
import im.hongyan.wire.frame.Hello;
import im.hongyan.wire.frame.History;
import im.hongyan.wire.frame.HistoryPart;
import im.hongyan.wire.frame.Notice;
import im.hongyan.wire.frame.Ping;
import im.hongyan.wire.frame.Pong;
import im.hongyan.wire.frame.Presence;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Read;
import im.hongyan.wire.frame.Receipt;
import im.hongyan.wire.frame.Received;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Stream;
import im.hongyan.wire.frame.StreamStop;
import im.hongyan.wire.frame.Subscribe;
import im.hongyan.wire.frame.Sync;
import im.hongyan.wire.frame.SyncPart;
import im.hongyan.wire.frame.Typing;
import im.hongyan.wire.frame.Welcome;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of each frame type: its body, its lane, and who may send it. */
public final class FrameTypes {
    private static final int FIRST_OF_SERVER = 64;
    private static final @Nullable FrameType[] BY_NUMBER = new FrameType[256];
    private static final Map<FrameType, Parser<? extends Message>> PARSERS = new EnumMap<>(FrameType.class);

    static {
        for (FrameType type : FrameType.values()) {
            if (type != FrameType.UNRECOGNIZED && type != FrameType.FRAME_TYPE_UNSPECIFIED) {
                BY_NUMBER[type.getNumber()] = type;
                PARSERS.put(
                        type, DiscardUnknownFieldsParser.wrap(emptyBody(type).getParserForType()));
            }
        }
    }

    private FrameTypes() {}

    /** The type with this number in the header; null when version 1 has none. */
    public static @Nullable FrameType ofNumber(int number) {
        return number < 0 || number >= BY_NUMBER.length ? null : BY_NUMBER[number];
    }

    /** Whether a client may send it. */
    public static boolean fromClient(FrameType type) {
        return type.getNumber() < FIRST_OF_SERVER;
    }

    /** Whether a server may send it. TYPING goes both ways. */
    public static boolean fromServer(FrameType type) {
        return type.getNumber() >= FIRST_OF_SERVER || type == FrameType.TYPING;
    }

    /** The lane it travels in. */
    public static Lane lane(FrameType type) {
        return switch (type) {
            case HELLO, PING, BYE, WELCOME, PONG, GOODBYE, ERROR -> Lane.CONTROL;
            case SEND, ACCEPTED, DELIVER -> Lane.DURABLE;
            case RECEIVED, READ, RECEIPT -> Lane.RECEIPT;
            case SYNC, HISTORY, SYNC_PART, HISTORY_PART, HEADS -> Lane.QUERY;
            case TYPING, SUBSCRIBE, PRESENCE, NOTICE -> Lane.EPHEMERAL;
            case STREAM, STREAM_STOP -> Lane.STREAM;
            case FRAME_TYPE_UNSPECIFIED, UNRECOGNIZED -> throw noFrame(type);
        };
    }

    /** The empty body of this type; tells class, parser and descriptor. */
    public static Message emptyBody(FrameType type) {
        return switch (type) {
            case HELLO -> Hello.getDefaultInstance();
            case PING -> Ping.getDefaultInstance();
            case BYE -> Bye.getDefaultInstance();
            case SEND -> Send.getDefaultInstance();
            case RECEIVED -> Received.getDefaultInstance();
            case READ -> Read.getDefaultInstance();
            case SYNC -> Sync.getDefaultInstance();
            case HISTORY -> History.getDefaultInstance();
            case TYPING -> Typing.getDefaultInstance();
            case SUBSCRIBE -> Subscribe.getDefaultInstance();
            case STREAM_STOP -> StreamStop.getDefaultInstance();
            case WELCOME -> Welcome.getDefaultInstance();
            case PONG -> Pong.getDefaultInstance();
            case GOODBYE -> Goodbye.getDefaultInstance();
            case ERROR -> Problem.getDefaultInstance();
            case ACCEPTED -> Accepted.getDefaultInstance();
            case DELIVER -> Deliver.getDefaultInstance();
            case RECEIPT -> Receipt.getDefaultInstance();
            case SYNC_PART -> SyncPart.getDefaultInstance();
            case HISTORY_PART -> HistoryPart.getDefaultInstance();
            case HEADS -> Heads.getDefaultInstance();
            case PRESENCE -> Presence.getDefaultInstance();
            case NOTICE -> Notice.getDefaultInstance();
            case STREAM -> Stream.getDefaultInstance();
            case FRAME_TYPE_UNSPECIFIED, UNRECOGNIZED -> throw noFrame(type);
        };
    }

    /** Reads what this version knows and keeps nothing else, so that what was checked is all that is passed on. */
    static Parser<? extends Message> parser(FrameType type) {
        Parser<? extends Message> parser = PARSERS.get(type);
        if (parser == null) {
            throw noFrame(type);
        }
        return parser;
    }

    private static IllegalArgumentException noFrame(FrameType type) {
        return new IllegalArgumentException(type + " is not the type of a frame");
    }
}
