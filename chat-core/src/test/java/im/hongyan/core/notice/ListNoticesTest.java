package im.hongyan.core.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import im.hongyan.core.conversation.TestConversations;
import im.hongyan.core.rig.RouteDouble;
import im.hongyan.core.rig.Waiting;
import im.hongyan.link.event.EventException;
import im.hongyan.link.proto.ListChanged;
import im.hongyan.link.proto.NodeEvent;
import im.hongyan.link.route.RouteTable.Audience;
import im.hongyan.wire.frame.Notice;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class ListNoticesTest {
    private final RouteDouble routes = new RouteDouble();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<ListChanged> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void usersAreSomewhere() {
        for (String user : List.of("ann", "ben", "cid")) {
            routes.put(new Audience.User("default", user), "node-1");
        }
    }

    @Test
    void ofManyChangesTheHighestVersionIsTold() {
        Sinks.Empty<Void> slow = Sinks.empty();
        ListNotices notices = notices(slow.asMono());
        notices.changed("default", "ann", "friends", 1);
        notices.changed("default", "ben", "friends", 1);
        for (int version : List.of(2, 5, 3, 4)) {
            notices.changed("default", "cid", "friends", version);
        }
        notices.changed("default", "cid", "profile", 9);
        slow.tryEmitEmpty();
        Waiting.until(() -> told.size() == 4);
        assertThat(told)
                .containsExactlyInAnyOrder(
                        changed("ann", "friends", 1),
                        changed("ben", "friends", 1),
                        changed("cid", "friends", 5),
                        changed("cid", "profile", 9));
    }

    @Test
    void whatCannotBeToldIsCountedAndFailsNobody() {
        ListNotices notices = notices(Mono.error(EventException.unknown("away")));
        notices.changed("default", "ann", "friends", 1);
        Waiting.until(() -> untold() == 1);
        notices.destroy();
        notices.changed("default", "ann", "friends", 2);
        Waiting.until(() -> untold() == 2);
    }

    private double untold() {
        return meters.get("hongyan.core.notice.untold").counter().count();
    }

    /** Whose every event takes as long, and ends, as this does. */
    private ListNotices notices(Mono<Void> end) {
        return new ListNotices(
                TestConversations.notifier(routes, (address, event) -> end.doFirst(() -> told.add(changed(event)))),
                meters);
    }

    private static ListChanged changed(ByteString event) {
        try {
            return NodeEvent.parseFrom(event).getListChanged();
        } catch (InvalidProtocolBufferException broken) {
            throw new AssertionError(broken);
        }
    }

    private static ListChanged changed(String user, String list, long version) {
        return ListChanged.newBuilder()
                .setUser(user)
                .setNotice(Notice.newBuilder().setList(list).setVersion(version))
                .build();
    }
}
