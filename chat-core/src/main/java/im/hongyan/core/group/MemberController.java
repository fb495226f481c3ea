package im.hongyan.core.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import im.hongyan.core.account.RestPrincipal;
import im.hongyan.core.conversation.GroupMembers.Member;
import im.hongyan.core.conversation.GroupMembers.Role;
import im.hongyan.core.group.GroupController.NewMute;
import im.hongyan.core.group.GroupController.Page;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
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

/** Who is in a group and what they are in it, over REST. Errors are problem details (RFC 9457). */
@RestController
@RequestMapping(path = "/api/v1/groups/{id}", produces = "application/json")
class MemberController {
    record NewMembers(@Nullable List<String> members) {}

    record AddedMembers(List<String> added) {}

    /** {@code role} is owner, admin or member; {@code mutedUntil} is told while they are muted by name. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MemberView(String user, String role, @Nullable Instant mutedUntil) {
        static MemberView of(Member member) {
            return new MemberView(
                    member.user(),
                    member.role().name().toLowerCase(Locale.ROOT),
                    GroupController.toCome(member.mutedUntilMillis()));
        }
    }

    private final GroupService groups;

    MemberController(GroupService groups) {
        this.groups = groups;
    }

    @PostMapping(path = "/members", consumes = "application/json")
    Mono<AddedMembers> add(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @PathVariable String id,
            @RequestBody NewMembers members) {
        return groups.add(principal, id, checked(members.members())).map(AddedMembers::new);
    }

    @DeleteMapping("/members/{user}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> remove(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @PathVariable String id,
            @PathVariable String user) {
        return groups.remove(principal, id, user);
    }

    @GetMapping("/members")
    Mono<Page<MemberView>> members(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "0") int limit) {
        int size = groups.page(limit);
        return groups.members(principal, id, after, size)
                .map(found -> Page.of(found, size, Member::user, MemberView::of));
    }

    @PutMapping("/admins/{user}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> appoint(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @PathVariable String id,
            @PathVariable String user) {
        return groups.appoint(principal, id, user, Role.ADMIN);
    }

    @DeleteMapping("/admins/{user}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> dismiss(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @PathVariable String id,
            @PathVariable String user) {
        return groups.appoint(principal, id, user, Role.MEMBER);
    }

    @PutMapping(path = "/members/{user}/mute", consumes = "application/json")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> mute(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @PathVariable String id,
            @PathVariable String user,
            @RequestBody NewMute mute) {
        return groups.mute(principal, id, user, mute.until());
    }

    @DeleteMapping("/members/{user}/mute")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> unmute(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @PathVariable String id,
            @PathVariable String user) {
        return groups.unmute(principal, id, user);
    }

    static List<String> checked(@Nullable List<@Nullable String> members) {
        if (members == null) {
            return List.of();
        }
        if (members.contains(null)) {
            throw Refused.invalid("members", "must be ids of users");
        }
        return members.stream().map(String::valueOf).toList();
    }
}
