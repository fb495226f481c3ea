package im.hongyan.core.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import im.hongyan.core.account.RestPrincipal;
import im.hongyan.core.group.GroupService.Counted;
import im.hongyan.link.proto.Principal;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Groups over REST, as a whole; who is in one: {@link MemberController}. Errors are problem details (RFC 9457). */
@RestController
@RequestMapping(path = "/api/v1/groups", produces = "application/json")
class GroupController {
    /** Absent: an id is made; no other members. */
    record NewGroup(
            @Nullable String id,
            @Nullable String name,
            @Nullable List<String> members) {}

    /** What is absent stays as it is. */
    record ChangedGroup(@Nullable String name, @Nullable String announcement) {}

    record NewMute(@Nullable Instant until) {}

    record NewOwner(@Nullable String user) {}

    /**
     * A group. {@code conversation} is where its messages are; {@code memberCount} and {@code mutedUntil}, while all but the
     * owner and the admins are muted, are not told in lists.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record GroupView(
            String id,
            String name,
            String announcement,
            String owner,
            String conversation,
            Instant createdAt,
            @Nullable Long memberCount,
            @Nullable Instant mutedUntil) {
        static GroupView of(Group group, @Nullable Long members, @Nullable Instant mutedUntil) {
            return new GroupView(
                    group.id(),
                    group.name(),
                    group.announcement(),
                    group.owner(),
                    group.conversation().conversation(),
                    Instant.ofEpochMilli(group.createdAtMillis()),
                    members,
                    mutedUntil);
        }

        static GroupView of(Counted counted) {
            return of(counted.group(), counted.members(), toCome(counted.mutedUntilMillis()));
        }
    }

    /** A page; {@code next} is the cursor of the next one and absent on the last. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page<T>(List<T> items, @Nullable String next) {
        static <S, T> Page<T> of(List<S> oneMore, int size, Function<S, String> cursor, Function<S, T> view) {
            boolean more = oneMore.size() > size;
            List<S> page = more ? oneMore.subList(0, size) : oneMore;
            return new Page<>(page.stream().map(view).toList(), more ? cursor.apply(page.getLast()) : null);
        }
    }

    private final GroupService groups;

    GroupController(GroupService groups) {
        this.groups = groups;
    }

    @PostMapping(consumes = "application/json")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<GroupView> create(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal, @RequestBody NewGroup group) {
        String name = group.name() == null ? "" : group.name();
        return groups.create(principal, group.id(), name, MemberController.checked(group.members()))
                .map(GroupView::of);
    }

    @PatchMapping(path = "/{id}", consumes = "application/json")
    Mono<GroupView> change(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @PathVariable String id,
            @RequestBody ChangedGroup changed) {
        return groups.describe(principal, id, changed.name(), changed.announcement())
                .map(GroupView::of);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> dissolve(@RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal, @PathVariable String id) {
        return groups.dissolve(principal, id);
    }

    @PutMapping(path = "/{id}/owner", consumes = "application/json")
    Mono<GroupView> transfer(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @PathVariable String id,
            @RequestBody NewOwner owner) {
        return groups.transfer(principal, id, owner.user() == null ? "" : owner.user())
                .map(GroupView::of);
    }

    @GetMapping
    Mono<Page<GroupView>> list(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "0") int limit) {
        int size = groups.page(limit);
        return groups.list(principal, after, size)
                .map(found -> Page.of(found, size, Group::id, group -> GroupView.of(group, null, null)));
    }

    @GetMapping("/{id}")
    Mono<GroupView> get(@RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal, @PathVariable String id) {
        return groups.get(principal, id).map(GroupView::of);
    }

    @PutMapping(path = "/{id}/mute", consumes = "application/json")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> mute(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @PathVariable String id,
            @RequestBody NewMute mute) {
        return groups.muteAll(principal, id, mute.until());
    }

    @DeleteMapping("/{id}/mute")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> unmute(@RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal, @PathVariable String id) {
        return groups.unmuteAll(principal, id);
    }

    /** The end of a mute; null when it is over. */
    static @Nullable Instant toCome(long untilMillis) {
        Instant until = Instant.ofEpochMilli(untilMillis);
        return until.isAfter(Instant.now()) ? until : null;
    }
}
