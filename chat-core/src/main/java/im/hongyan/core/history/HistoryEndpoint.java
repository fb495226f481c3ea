package im.hongyan.core.history;

import im.hongyan.core.refusal.Failures;
import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.HistoryQuery;
import im.hongyan.link.proto.HistoryResult;
import im.hongyan.link.proto.SyncQuery;
import im.hongyan.link.proto.SyncResult;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** The door for SYNC and HISTORY. */
@Component
final class HistoryEndpoint {
    private final HistoryService history;

    HistoryEndpoint(HistoryService history, CallHandlers handlers) {
        this.history = history;
        handlers.onStream(Calls.SYNC, this::sync);
        handlers.onStream(Calls.HISTORY, this::history);
    }

    private Flux<SyncResult> sync(SyncQuery query) {
        return history.sync(query.getPrincipal(), query.getSync())
                .map(part -> SyncResult.newBuilder().setPart(part).build())
                .onErrorResume(failure -> Flux.just(SyncResult.newBuilder()
                        .setProblem(Failures.problem(failure))
                        .build()));
    }

    private Flux<HistoryResult> history(HistoryQuery query) {
        return history.history(query.getPrincipal(), query.getHistory())
                .map(part -> HistoryResult.newBuilder().setPart(part).build())
                .onErrorResume(failure -> Flux.just(HistoryResult.newBuilder()
                        .setProblem(Failures.problem(failure))
                        .build()));
    }
}
