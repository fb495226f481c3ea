package im.hongyan.core.friend;

import im.hongyan.core.conversation.TestConversations;
import im.hongyan.core.friend.FriendProperties.Requests;
import im.hongyan.core.friend.FriendService.Changes;
import im.hongyan.core.friend.relation.TestRelations;
import im.hongyan.core.notice.ListNotices;
import im.hongyan.core.rig.LogDouble;
import im.hongyan.core.rig.PublisherDouble;
import im.hongyan.core.rig.RouteDouble;
import im.hongyan.core.rig.TestDatabase;
import im.hongyan.link.proto.Principal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The room of friends over a test's database. */
final class FriendBook {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    final FriendListRepository lists;
    final FriendService service;
    final FriendSweeper sweeper;

    FriendBook(TestDatabase database, FriendProperties bounds) {
        lists = new FriendListRepository(database.client());
        ContactRepository contacts = new ContactRepository(database.client());
        ListNotices notices = new ListNotices(
                TestConversations.notifier(new RouteDouble(), new PublisherDouble(new LogDouble())),
                new SimpleMeterRegistry());
        FriendLedger ledger =
                new FriendLedger(lists, contacts, TestRelations.over(database), notices, database.transactions());
        service = new FriendService(ledger, new FriendRules(bounds), contacts, lists, bounds);
        sweeper = new FriendSweeper(contacts, ledger, bounds);
    }

    static FriendProperties bounds(Duration requestLifetime, Duration removalsKept) {
        return new FriendProperties(
                1_000,
                1_000,
                10,
                new Requests(1_000, 1_000, 10_000, requestLifetime),
                7,
                removalsKept,
                Duration.ofHours(1));
    }

    /** All pages since a version, as a device would ask for them. */
    Changes since(String user, long version) {
        Changes page = Objects.requireNonNull(
                service.since(principal(user), version, 0).block(PATIENCE));
        List<Contact> all = new ArrayList<>(page.contacts());
        boolean whole = page.whole();
        for (FriendService.@Nullable Cursor next = page.next(); next != null; next = page.next()) {
            page = Objects.requireNonNull(service.page(principal(user), next, 0).block(PATIENCE));
            all.addAll(page.contacts());
        }
        return new Changes(whole, page.version(), all, null);
    }

    static Principal principal(String user) {
        return Principal.newBuilder()
                .setTenant("default")
                .setUser(user)
                .setDevice("phone")
                .build();
    }
}
