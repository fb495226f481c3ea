package im.hongyan.persistence.store;

import im.hongyan.persistence.log.Head;
import im.hongyan.persistence.log.LogEntry;
import im.hongyan.persistence.log.Reactions;
import im.hongyan.persistence.log.Rewrite;
import im.hongyan.persistence.log.VoidRange;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The one way into the log: everything of a batch or nothing, and only while the fence holds. Safe for concurrent use. */
@Component
public final class MessageLog {
    private final Database database;
    private final Fence fence;
    private final MessageRepository messages;
    private final HeadRepository heads;
    private final OverviewRepository overviews;
    private final ReactionRepository reactions;

    MessageLog(
            Database database,
            Fence fence,
            MessageRepository messages,
            HeadRepository heads,
            OverviewRepository overviews,
            ReactionRepository reactions) {
        this.database = database;
        this.fence = fence;
        this.messages = messages;
        this.heads = heads;
        this.overviews = overviews;
        this.reactions = reactions;
    }

    /**
     * What one transaction stores.
     *
     * @param entries new messages
     * @param voids numbers that become void
     * @param heads how far each touched conversation goes afterwards
     * @param rewrites what stored messages become, each once
     * @param reactions what becomes of reactions
     */
    public record Change(
            List<LogEntry> entries,
            List<VoidRange> voids,
            Collection<Head> heads,
            List<Rewrite> rewrites,
            Reactions reactions) {
        public boolean isEmpty() {
            return entries.isEmpty() && voids.isEmpty() && heads.isEmpty() && rewrites.isEmpty() && reactions.isEmpty();
        }
    }

    /**
     * Commits a change. Errors with {@link StaleFenceException} when a token is not the newest, with
     * {@link io.r2dbc.spi.R2dbcDataIntegrityViolationException} when a number or a client key is stored already; both leave nothing
     * behind. After any other error the change may or may not be stored.
     */
    public Mono<Void> commit(Map<Integer, Long> tokens, Change change) {
        if (change.isEmpty()) {
            return Mono.empty();
        }
        return database.transaction(connection -> fence.hold(connection, tokens)
                        .then(Mono.defer(() -> messages.insert(connection, change.entries())))
                        .then(Mono.defer(() -> overviews.insertMentions(connection, change.entries())))
                        .then(Mono.defer(() -> heads.insertVoids(connection, change.voids())))
                        .then(Mono.defer(() -> heads.upsert(connection, change.heads(), change.entries())))
                        .then(Mono.defer(() -> messages.rewrite(connection, change.rewrites())))
                        .then(Mono.defer(() -> heads.rewritten(connection, change.rewrites())))
                        .then(Mono.defer(() -> reactions.write(connection, change.reactions())))
                        .then(Mono.defer(() -> heads.reacted(connection, change.reactions())))
                        .thenReturn(change))
                .then();
    }
}
