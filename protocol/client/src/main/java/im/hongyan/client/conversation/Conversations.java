package im.hongyan.client.conversation;

import im.hongyan.client.error.RefusedException;
import im.hongyan.client.error.UnansweredException;
import im.hongyan.client.rest.Rest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The user's list of conversations. Errors with {@link RefusedException} when the server said no, and with
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
}
