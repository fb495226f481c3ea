package im.hongyan.client;

import im.hongyan.wire.frame.Notice;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Receipt;
import im.hongyan.wire.frame.Typing;

/** What happens beside the messages. Events are hints: a subscriber that is slow misses the oldest. */
public sealed interface ClientEvent {
    record StateChanged(ClientState state) implements ClientEvent {}

    /** Somebody has received or read up to a message; only ever moves forward. */
    record ReceiptMoved(Receipt receipt) implements ClientEvent {}

    /** Somebody begins or ends typing. */
    record TypingChanged(Typing typing) implements ClientEvent {}

    /**
     * A list of the user's ({@code friends}, {@code profile}) has changed: by another device of theirs, by this one, or by somebody
     * else. What changed while there was no connection is not told; whoever shows a list asks for it after {@link StateChanged}
     * to a connection.
     */
    record ListChanged(Notice notice) implements ClientEvent {}

    /**
     * Everything that was missing when the connection began has been applied.
     *
     * @param conversations in which something was missing
     */
    record Recovered(int conversations) implements ClientEvent {}

    /**
     * The server's log of a conversation ends below this device's cursor: the server lost data, or this is another server.
     * Nothing is applied of that conversation until its head is above the cursor again.
     */
    record CursorAhead(String conversation, long cursor, long head) implements ClientEvent {}

    /** The server does not let this user read a conversation (any more). */
    record ConversationRefused(String conversation, Problem problem) implements ClientEvent {}
}
