package im.hongyan.wire;

import com.google.protobuf.MessageLite;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.Bye;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Cursor;
import im.hongyan.wire.frame.Deliver;
import im.hongyan.wire.frame.Edit;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Goodbye;
import im.hongyan.wire.frame.Head;
import im.hongyan.wire.frame.Heads;
import im.hongyan.wire.frame.Hello;
import im.hongyan.wire.frame.History;
import im.hongyan.wire.frame.HistoryPart;
import im.hongyan.wire.frame.Limits;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Notice;
import im.hongyan.wire.frame.Ping;
import im.hongyan.wire.frame.Pong;
import im.hongyan.wire.frame.Presence;
import im.hongyan.wire.frame.Reaction;
import im.hongyan.wire.frame.ReactionCount;
import im.hongyan.wire.frame.Read;
import im.hongyan.wire.frame.Recalled;
import im.hongyan.wire.frame.Receipt;
import im.hongyan.wire.frame.ReceiptKind;
import im.hongyan.wire.frame.Received;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Stream;
import im.hongyan.wire.frame.StreamStop;
import im.hongyan.wire.frame.Subscribe;
import im.hongyan.wire.frame.Sync;
import im.hongyan.wire.frame.SyncPart;
import im.hongyan.wire.frame.System;
import im.hongyan.wire.frame.Text;
import im.hongyan.wire.frame.Typing;
import im.hongyan.wire.frame.Welcome;
import im.hongyan.wire.frame.Window;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The frames of {@code golden/frames.json}, by name: every type, every kind of content, and the edges of each. */
final class GoldenFrames {
    private static final long TIME = 1_790_000_000_000L;
    static final String MESSAGE_ID = "01a0c1f3-8c00-7abc-8def-0123456789ab";
    private static final String CID = "AAECAwQFBgcICQoLDA0ODw";

    private final Map<String, Frame> frames = new LinkedHashMap<>();

    private GoldenFrames() {}

    static Map<String, Frame> all() {
        GoldenFrames golden = new GoldenFrames();
        golden.control();
        golden.contents();
        golden.durable();
        golden.receipts();
        golden.queries();
        golden.ephemeral();
        golden.streams();
        return golden.frames;
    }

    static Frame named(String name) {
        return Objects.requireNonNull(all().get(name), name);
    }

    private void add(String name, FrameType type, int requestId, MessageLite.Builder body) {
        frames.put(name, new Frame(type, requestId, body.build()));
    }

    private void control() {
        add(
                "hello",
                FrameType.HELLO,
                1,
                Hello.newBuilder()
                        .setApp("default")
                        .setCredential("eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl")
                        .setDevice("alice-phone")
                        .setPlatform("android")
                        .setAppVersion("1.0.0")
                        .setWindow(Window.newBuilder().setFrames(256).setBytes(1_048_576)));
        add(
                "hello-smallest",
                FrameType.HELLO,
                1,
                Hello.newBuilder().setCredential("t").setDevice("d"));
        add("ping", FrameType.PING, 2, Ping.newBuilder());
        add("ping-largest-request-id", FrameType.PING, 0xFFFF_FFFF, Ping.newBuilder());
        add("bye", FrameType.BYE, 0, Bye.newBuilder());
        add(
                "welcome",
                FrameType.WELCOME,
                1,
                Welcome.newBuilder()
                        .setSession("01a0c1f3-8c00-7000-8000-000000000001")
                        .setApp("default")
                        .setUser("alice")
                        .setDevice("alice-phone")
                        .setServerTime(TIME)
                        .setHeartbeatMillis(30_000)
                        .setLimits(Limits.newBuilder()
                                .setFrameBytes(WireLimits.BODY_BYTES)
                                .setTextChars(WireLimits.TEXT_CODE_POINTS)
                                .setSendsInFlight(64)
                                .setSyncCursors(200)
                                .setPageMessages(100))
                        .setWindow(Window.newBuilder().setFrames(256).setBytes(1_048_576)));
        add("pong", FrameType.PONG, 2, Pong.newBuilder().setServerTime(TIME));
        add(
                "pong-with-heads",
                FrameType.PONG,
                2,
                Pong.newBuilder().setServerTime(TIME).addHeads(head("d:alice:bob", 42)));
        add(
                "goodbye-draining",
                FrameType.GOODBYE,
                0,
                Goodbye.newBuilder()
                        .setCode("DRAINING")
                        .setMessage("this server is going away")
                        .setReconnect(true)
                        .setReconnectAfterMillis(1_234));
        add(
                "goodbye-replaced",
                FrameType.GOODBYE,
                0,
                Goodbye.newBuilder().setCode("REPLACED").setMessage("the same device connected again"));
        add(
                "error-of-a-field",
                FrameType.ERROR,
                9,
                Problems.invalid("content.text.text", "must not be empty").toBuilder());
        add(
                "error-to-retry",
                FrameType.ERROR,
                10,
                Problems.retryAfter(ErrorCode.BUSY, "too many sends are waiting", 250).toBuilder()
                        .setClientMessageId(CID)
                        .setTraceId("4bf92f3577b34da6a3ce929d0e0e4736"));
        add("error-cursor-ahead", FrameType.ERROR, 11, Problems.cursorAhead(Long.MAX_VALUE).toBuilder());
    }

    private void contents() {
        GoldenContents.all().forEach(this::send);
    }

    private void send(String name, Content content) {
        add(
                name,
                FrameType.SEND,
                3,
                Send.newBuilder().setPeer("bob").setClientMessageId(CID).setContent(content));
    }

    private void durable() {
        add(
                "send-again-to-group",
                FrameType.SEND,
                4,
                Send.newBuilder()
                        .setConversation("g:team")
                        .setClientMessageId(CID)
                        .setContent(
                                Content.newBuilder().setText(Text.newBuilder().setText("hello")))
                        .setResend(true));
        add("accepted", FrameType.ACCEPTED, 3, accepted());
        add("accepted-duplicate", FrameType.ACCEPTED, 4, accepted().setDuplicate(true));
        add("deliver", FrameType.DELIVER, 0, Deliver.newBuilder().setMessage(message(42, "hello")));
        add(
                "deliver-largest-sequence",
                FrameType.DELIVER,
                0,
                Deliver.newBuilder().setMessage(message(Long.MAX_VALUE, "last")));
        add(
                "deliver-recalled",
                FrameType.DELIVER,
                0,
                Deliver.newBuilder()
                        .setMessage(message(42, "")
                                .clearContent()
                                .setRecalled(Recalled.newBuilder()
                                        .setBy("bob")
                                        .setTime(TIME + 1_000)
                                        .setSequence(44))));
        add(
                "deliver-edited",
                FrameType.DELIVER,
                0,
                Deliver.newBuilder()
                        .setMessage(message(42, "corrected")
                                .setRevision(2)
                                .setEditedAt(TIME + 1_000)
                                .setEditSequence(44)));
        add(
                "deliver-edit",
                FrameType.DELIVER,
                0,
                Deliver.newBuilder()
                        .setMessage(message(44, "")
                                .setContent(Content.newBuilder()
                                        .setEdit(Edit.newBuilder()
                                                .setSequence(42)
                                                .setText(Text.newBuilder().setText("corrected"))
                                                .setRevision(2)))));
        add(
                "deliver-reaction",
                FrameType.DELIVER,
                0,
                Deliver.newBuilder()
                        .setMessage(message(45, "")
                                .setContent(Content.newBuilder()
                                        .setReaction(Reaction.newBuilder()
                                                .setSequence(42)
                                                .setReaction("👍🏽")
                                                .setCount(2)
                                                .setChange(9)))));
        add(
                "deliver-reacted",
                FrameType.DELIVER,
                0,
                Deliver.newBuilder()
                        .setMessage(message(42, "hello")
                                .addReactions(ReactionCount.newBuilder()
                                        .setReaction("👍🏽")
                                        .setCount(2)
                                        .setMine(true)
                                        .setChange(9))
                                .addReactions(ReactionCount.newBuilder()
                                        .setReaction(":wave:")
                                        .setChange(8))));
        add(
                "deliver-system",
                FrameType.DELIVER,
                0,
                Deliver.newBuilder()
                        .setMessage(Message.newBuilder()
                                .setConversation("g:team")
                                .setSequence(1)
                                .setMessageId(MESSAGE_ID)
                                .setClientMessageId(CID)
                                .setTime(TIME)
                                .setContent(Content.newBuilder()
                                        .setSystem(System.newBuilder()
                                                .setEvent("group.members.added")
                                                .setActor("alice")
                                                .addUsers("bob")
                                                .addUsers("carol")
                                                .setText("alice added bob and carol")))));
    }

    private static Accepted.Builder accepted() {
        return Accepted.newBuilder()
                .setConversation("d:alice:bob")
                .setClientMessageId(CID)
                .setSequence(42)
                .setMessageId(MESSAGE_ID)
                .setTime(TIME);
    }

    private static Message.Builder message(long sequence, String text) {
        return Message.newBuilder()
                .setConversation("d:alice:bob")
                .setSequence(sequence)
                .setMessageId(MESSAGE_ID)
                .setSender("alice")
                .setSenderDevice("alice-phone")
                .setClientMessageId(CID)
                .setTime(TIME)
                .setContent(Content.newBuilder().setText(Text.newBuilder().setText(text)));
    }

    private void receipts() {
        add(
                "received",
                FrameType.RECEIVED,
                0,
                Received.newBuilder().setConversation("d:alice:bob").setUpTo(42));
        add(
                "read",
                FrameType.READ,
                5,
                Read.newBuilder().setConversation("d:alice:bob").setUpTo(9_007_199_254_740_993L));
        add(
                "receipt-delivered",
                FrameType.RECEIPT,
                0,
                Receipt.newBuilder()
                        .setConversation("d:alice:bob")
                        .setUser("bob")
                        .setKind(ReceiptKind.DELIVERED)
                        .setUpTo(42));
        add(
                "receipt-seen",
                FrameType.RECEIPT,
                0,
                Receipt.newBuilder()
                        .setConversation("d:alice:bob")
                        .setUser("bob")
                        .setKind(ReceiptKind.SEEN)
                        .setUpTo(41));
    }

    private void queries() {
        add(
                "sync",
                FrameType.SYNC,
                6,
                Sync.newBuilder()
                        .addCursors(Cursor.newBuilder()
                                .setConversation("d:alice:bob")
                                .setAfter(40))
                        .addCursors(Cursor.newBuilder().setConversation("g:team"))
                        .setLimit(1_000));
        add(
                "sync-part",
                FrameType.SYNC_PART,
                6,
                SyncPart.newBuilder()
                        .setConversation("d:alice:bob")
                        .setAfter(40)
                        .setThrough(42)
                        .setHead(42)
                        .addMessages(message(42, "41 is void"))
                        .setLast(true));
        add(
                "sync-part-all-void",
                FrameType.SYNC_PART,
                6,
                SyncPart.newBuilder()
                        .setConversation("g:team")
                        .setThrough(1_000_000)
                        .setHead(1_000_000)
                        .setLast(true)
                        .setDone(true));
        add(
                "history-downwards",
                FrameType.HISTORY,
                7,
                History.newBuilder().setConversation("g:team").setBefore(100).setLimit(50));
        add(
                "history-upwards-with-peer",
                FrameType.HISTORY,
                7,
                History.newBuilder().setPeer("bob").setAfter(40).setForward(true));
        add(
                "history-part",
                FrameType.HISTORY_PART,
                7,
                HistoryPart.newBuilder()
                        .setConversation("d:alice:bob")
                        .addMessages(message(41, "a"))
                        .addMessages(message(42, "b"))
                        .setAfter(40)
                        .setThrough(42)
                        .setHead(42)
                        .setMore(true)
                        .setDone(true));
        add(
                "heads",
                FrameType.HEADS,
                0,
                Heads.newBuilder()
                        .addHeads(head("d:alice:bob", 42)
                                .setRead(40)
                                .setPeerRead(41)
                                .setPeerReceived(42))
                        .addHeads(head("g:team", 1_000_000))
                        .setLast(true));
    }

    private static Head.Builder head(String conversation, long sequence) {
        return Head.newBuilder().setConversation(conversation).setSequence(sequence);
    }

    private void ephemeral() {
        add(
                "typing-from-client",
                FrameType.TYPING,
                0,
                Typing.newBuilder().setPeer("bob").setActive(true));
        add(
                "typing-from-server",
                FrameType.TYPING,
                0,
                Typing.newBuilder().setConversation("d:alice:bob").setUser("bob"));
        add(
                "subscribe",
                FrameType.SUBSCRIBE,
                8,
                Subscribe.newBuilder().addUsers("bob").addUsers("carol").setTtlMillis(60_000));
        add(
                "presence",
                FrameType.PRESENCE,
                0,
                Presence.newBuilder()
                        .setUser("bob")
                        .setOnline(true)
                        .setLastSeen(TIME)
                        .setStatus("in a meeting"));
        add("notice", FrameType.NOTICE, 0, Notice.newBuilder().setList("groups").setVersion(12));
    }

    private void streams() {
        add("stream-open", FrameType.STREAM, 0, stream(1).setOpen("assistant"));
        add("stream-delta", FrameType.STREAM, 0, stream(2).setDelta(" again"));
        add("stream-finish", FrameType.STREAM, 0, stream(3).setFinish(accepted()));
        add(
                "stream-error",
                FrameType.STREAM,
                0,
                stream(3).setError(Problems.of(ErrorCode.TIMEOUT, "the assistant did not answer in time")));
        add("stream-stop", FrameType.STREAM_STOP, 12, StreamStop.newBuilder().setStream("s-1"));
    }

    private static Stream.Builder stream(long chunk) {
        return Stream.newBuilder()
                .setStream("s-1")
                .setConversation("d:alice:assistant")
                .setChunk(chunk);
    }
}
