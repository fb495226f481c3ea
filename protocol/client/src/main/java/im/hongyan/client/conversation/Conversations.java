package im.hongyan.client.conversation;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import im.hongyan.client.error.RefusedException;
import im.hongyan.client.error.UnansweredException;
import im.hongyan.client.rest.Rest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The user's list of conversations, and what they set for each. Errors with {@link RefusedException} when the server said no, and with
 * {@link UnansweredException} when it did not answer.
 */
public final class Conversations {
    private static final String PATH = "/api/v1/conversations";

    private final Rest rest;

    public Conversations(Rest rest) {
        this.rest = rest;
    }

    /**
     * A page of the list.
     *
     * @param after what the page before named as next; null: from the top
     * @param limit conversations at the most; 0: as many as the server tells at once
     */
    public Mono<ConversationPage> page(@Nullable String after, int limit) {
        String from = after == null ? "" : "&after=" + Rest.escaped(after);
        return rest.get(PATH + "?limit=" + limit + from).map(Answers::page);
    }

    /** The list, page by page as it is asked for. What is spoken in meanwhile may be left out: live messages tell of it. */
    public Flux<Conversation> all() {
        return page(null, 0)
                .expand(page -> page.next() == null ? Mono.empty() : page(page.next(), 0))
                .concatMapIterable(ConversationPage::items, 1);
    }

    /** One conversation, whether the list shows it or not; errors with NOT_FOUND when the user is not in it. */
    public Mono<Conversation> get(String conversation) {
        return rest.get(path(conversation)).map(answer -> Answers.conversation(answer.getStructValue()));
    }

    /** Puts a conversation on top of the list, or no longer. */
    public Mono<Settings> pin(String conversation, boolean pinned) {
        return set(conversation, "pinned", flag(pinned));
    }

    /** Whether the user is to be left in peace by it; mentions are told all the same. */
    public Mono<Settings> mute(String conversation, boolean muted) {
        return set(conversation, "muted", flag(muted));
    }

    /** Marks it as unread, until the user reads it again. */
    public Mono<Settings> markUnread(String conversation) {
        return set(conversation, "markedUnread", flag(true));
    }

    /** Keeps what the user began to write, on all devices; empty: nothing. */
    public Mono<Settings> draft(String conversation, String text) {
        return set(
                conversation, "draft", Value.newBuilder().setStringValue(text).build());
    }

    private Mono<Settings> set(String conversation, String field, Value value) {
        Struct body = Struct.newBuilder().putFields(field, value).build();
        return rest.patch(path(conversation), body).map(answer -> Answers.settings(answer.getStructValue()));
    }

    /** Deletes what there is, for the user alone; with its next message the conversation is back in the list. */
    public Mono<Void> delete(String conversation) {
        return rest.delete(path(conversation)).then();
    }

    /** What was set on any device since a version, which a page of the list or this call told; 0: ever. */
    public Mono<SettingChanges> changes(long since) {
        return rest.get(PATH + "?since=" + since).map(Answers::changes);
    }

    private static String path(String conversation) {
        return PATH + '/' + Rest.escaped(conversation);
    }

    private static Value flag(boolean value) {
        return Value.newBuilder().setBoolValue(value).build();
    }
}
