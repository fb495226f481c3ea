package im.hongyan.core.friend;

import com.fasterxml.jackson.annotation.JsonInclude;
import im.hongyan.core.account.RestPrincipal;
import im.hongyan.core.friend.Contact.Friendship;
import im.hongyan.core.friend.Contact.Request;
import im.hongyan.core.friend.Contact.State;
import im.hongyan.core.friend.FriendService.Changes;
import im.hongyan.core.friend.FriendService.Cursor;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Friends, requests and blocks over REST. Errors are problem details (RFC 9457). */
@RestController
@RequestMapping(path = "/api/v1", produces = "application/json")
class FriendController {
    private static final Pattern CURSOR = Pattern.compile("(\\d{1,18})\\.(\\d{1,18})");

    record NewRequest(@Nullable String greeting) {}

    /** What is absent stays as it is. */
    record Described(@Nullable String remark, @Nullable List<@Nullable String> labels) {
        @Nullable List<String> checkedLabels() {
            if (labels == null) {
                return null;
            }
            if (labels.contains(null)) {
                throw Refused.invalid("labels", "must be texts");
            }
            return FriendService.distinct(labels.stream().map(String::valueOf).toList());
        }
    }

    record FriendView(Instant since, String remark, List<String> labels) {
        static @Nullable FriendView of(Friendship friendship) {
            return friendship.sinceMillis() == 0
                    ? null
                    : new FriendView(
                            Instant.ofEpochMilli(friendship.sinceMillis()), friendship.remark(), friendship.labels());
        }
    }

    /** {@code state} is sent, received or refused. */
    record RequestView(String state, String greeting, Instant askedAt, Instant expiresAt) {
        static @Nullable RequestView of(Request request) {
            return request.kind() == Request.Kind.NONE
                    ? null
                    : new RequestView(
                            request.kind().name().toLowerCase(Locale.ROOT),
                            request.greeting(),
                            Instant.ofEpochMilli(request.askedAtMillis()),
                            Instant.ofEpochMilli(request.expiresAtMillis()));
        }
    }

    /** What one sees of a user; what is absent is not so. {@code removed}: nothing of them is left in the list. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ContactView(
            String user,
            long version,
            @Nullable FriendView friend,
            @Nullable RequestView request,
            @Nullable Instant blockedSince,
            @Nullable Boolean removed) {
        static ContactView of(Contact contact) {
            State state = contact.state().at(System.currentTimeMillis());
            return new ContactView(
                    contact.peer(),
                    contact.version(),
                    FriendView.of(state.friendship()),
                    RequestView.of(state.request()),
                    state.isBlocking() ? Instant.ofEpochMilli(state.blockedSinceMillis()) : null,
                    state.isNone() ? true : null);
        }
    }

    record Contacts(List<ContactView> items) {
        static Contacts of(List<Contact> contacts) {
            return new Contacts(contacts.stream().map(ContactView::of).toList());
        }
    }

    /** {@code next} is the cursor of the next page; without it, {@code version} is what to ask since the next time. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ChangesView(
            boolean whole,
            long version,
            List<ContactView> items,
            @Nullable String next) {
        static ChangesView of(Changes changes) {
            Cursor next = changes.next();
            return new ChangesView(
                    changes.whole(),
                    changes.version(),
                    Contacts.of(changes.contacts()).items(),
                    next == null ? null : next.version() + "." + next.begunAt());
        }
    }

    private final FriendService friends;

    FriendController(FriendService friends) {
        this.friends = friends;
    }

    @GetMapping("/friends")
    Mono<ChangesView> changes(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @RequestParam(defaultValue = "0") long since,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "0") int limit) {
        if (since < 0) {
            throw Refused.invalid("since", "must be at least 0");
        }
        Mono<Changes> changes = after.isEmpty()
                ? friends.since(principal, since, limit)
                : friends.page(principal, cursor(after), limit);
        return changes.map(ChangesView::of);
    }

    private static Cursor cursor(String after) {
        Matcher cursor = CURSOR.matcher(after);
        if (!cursor.matches()) {
            throw Refused.invalid("after", "must be what next was on the page before");
        }
        return new Cursor(Long.parseLong(cursor.group(1)), Long.parseLong(cursor.group(2)));
    }

    @GetMapping("/friends/{user}")
    Mono<ContactView> get(@RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal, @PathVariable String user) {
        return friends.get(principal, user).map(ContactView::of);
    }

    @PutMapping(path = "/friends/{user}", consumes = "application/json")
    Mono<ContactView> approve(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @PathVariable String user,
            @RequestBody Described said) {
        return friends.approve(principal, user, said.remark(), said.checkedLabels())
                .map(ContactView::of);
    }

    @PatchMapping(path = "/friends/{user}", consumes = "application/json")
    Mono<ContactView> describe(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @PathVariable String user,
            @RequestBody Described said) {
        return friends.describe(principal, user, said.remark(), said.checkedLabels())
                .map(ContactView::of);
    }

    @DeleteMapping("/friends/{user}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> part(@RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal, @PathVariable String user) {
        return friends.part(principal, user).then();
    }

    // ---- requests

    @GetMapping("/friend-requests")
    Mono<Contacts> requests(@RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal) {
        return friends.requests(principal).map(Contacts::of);
    }

    @PutMapping(path = "/friend-requests/{user}", consumes = "application/json")
    Mono<ContactView> ask(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @PathVariable String user,
            @RequestBody NewRequest request) {
        String greeting = request.greeting() == null ? "" : request.greeting();
        return friends.ask(principal, user, greeting).map(ContactView::of);
    }

    @DeleteMapping("/friend-requests/{user}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> decline(@RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal, @PathVariable String user) {
        return friends.decline(principal, user).then();
    }

    // ---- blocks

    @GetMapping("/blocks")
    Mono<Contacts> blocked(@RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal) {
        return friends.blocked(principal).map(Contacts::of);
    }

    @PutMapping("/blocks/{user}")
    Mono<ContactView> block(@RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal, @PathVariable String user) {
        return friends.block(principal, user).map(ContactView::of);
    }

    @DeleteMapping("/blocks/{user}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> unblock(@RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal, @PathVariable String user) {
        return friends.unblock(principal, user).then();
    }
}
