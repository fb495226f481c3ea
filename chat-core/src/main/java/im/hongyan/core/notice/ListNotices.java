package im.hongyan.core.notice;

import im.hongyan.core.conversation.NodeNotifier;
import im.hongyan.link.batch.BatchBounds;
import im.hongyan.link.batch.QueuedBatcher;
import im.hongyan.link.proto.ListChanged;
import im.hongyan.link.proto.NodeEvent;
import im.hongyan.link.route.RouteTable.Audience;
import im.hongyan.wire.frame.Notice;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells all devices of a user that a list of theirs has changed, so that they ask for it. Best effort, and only the highest version
 * of each list: whoever connects asks anyway. Never delays or fails the change. Safe for concurrent use.
 */
@Component
public final class ListNotices implements DisposableBean {
    private static final int CONCURRENT_BATCHES = 2;
    private static final int UNTOLD = 10_000;
    private static final int PER_BATCH = 500;
    private static final int CONCURRENT_USERS = 16;

    private record UserList(String tenant, String user, String list) {}

    private record Changed(UserList list, long version) {}

    private final NodeNotifier notifier;
    private final QueuedBatcher<Changed, Boolean> batcher;
    private final Counter failed;

    public ListNotices(NodeNotifier notifier, MeterRegistry meters) {
        this.notifier = notifier;
        this.batcher = new QueuedBatcher<>(
                "notices", BatchBounds.ofItems(CONCURRENT_BATCHES, UNTOLD, PER_BATCH), change -> 1, meters, this::tell);
        this.failed = Counter.builder("hongyan.core.notice.untold")
                .baseUnit("notices")
                .description("Changes of lists that were not told live; devices ask when they connect")
                .register(meters);
    }

    /**
     * After the commit of a change. Returns at once.
     *
     * @param list its name in NOTICE
     * @param version of the list, higher with every change
     */
    public void changed(String tenant, String user, String list, long version) {
        // Owned by the batcher: bounded by its queue, ended by its end.
        batcher.submit(new Changed(new UserList(tenant, user, list), version))
                .subscribe(done -> {}, failure -> failed.increment());
    }

    private Mono<List<Boolean>> tell(List<Changed> changes) {
        Map<UserList, Long> highest = new LinkedHashMap<>();
        changes.forEach(change -> highest.merge(change.list(), change.version(), Math::max));
        return Flux.fromIterable(highest.entrySet())
                .flatMap(change -> tell(change.getKey(), change.getValue()), CONCURRENT_USERS)
                .then(Mono.just(changes.stream().map(change -> true).toList()));
    }

    private Mono<Void> tell(UserList list, long version) {
        NodeEvent event = NodeEvent.newBuilder()
                .setTenant(list.tenant())
                .setListChanged(ListChanged.newBuilder()
                        .setUser(list.user())
                        .setNotice(Notice.newBuilder().setList(list.list()).setVersion(version)))
                .build();
        return notifier.tell(List.of(new Audience.User(list.tenant(), list.user())), event)
                .doOnError(failure -> failed.increment())
                .onErrorComplete();
    }

    @Override
    public void destroy() {
        batcher.close();
    }
}
