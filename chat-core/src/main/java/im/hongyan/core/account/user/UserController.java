package im.hongyan.core.account.user;

import com.fasterxml.jackson.annotation.JsonInclude;
import im.hongyan.core.account.RestPrincipal;
import im.hongyan.core.account.user.Profile.Change;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.Principal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Users over REST. Errors are problem details (RFC 9457). */
@RestController
@RequestMapping(path = "/api/v1/users", produces = "application/json")
class UserController {

    /** A user. {@code changedAt} is absent when they never said anything of themselves. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record UserView(
            String user,
            String name,
            String avatar,
            String about,
            @Nullable Instant changedAt) {
        static UserView of(Profile profile) {
            return new UserView(profile.user(), profile.name(), profile.avatar(), profile.about(), profile.changedAt());
        }
    }

    record Users(List<UserView> items) {
        static Users of(List<Profile> profiles) {
            return new Users(profiles.stream().map(UserView::of).toList());
        }
    }

    private final ProfileService profiles;
    private final UserSearch search;

    UserController(ProfileService profiles, UserSearch search) {
        this.profiles = profiles;
        this.search = search;
    }

    @GetMapping("/me")
    Mono<UserView> own(@RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal) {
        return profiles.own(principal).map(UserView::of);
    }

    @PatchMapping(path = "/me", consumes = "application/json")
    Mono<UserView> change(@RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal, @RequestBody Change change) {
        return profiles.change(principal, change).map(UserView::of);
    }

    @GetMapping("/{id}")
    Mono<UserView> get(@RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal, @PathVariable String id) {
        return profiles.get(principal, id).map(UserView::of);
    }

    /** Those who are named, or those who are looked for. */
    @GetMapping
    Mono<Users> some(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @RequestParam(required = false) @Nullable String ids,
            @RequestParam(required = false) @Nullable String query,
            @RequestParam(defaultValue = "0") int limit) {
        if ((ids == null) == (query == null)) {
            throw Refused.invalid("query", "is needed, or ids, and not both");
        }
        Mono<List<Profile>> found = query == null
                ? profiles.some(principal, List.of(String.valueOf(ids).split(",", -1)))
                : search.find(principal, query, limit);
        return found.map(Users::of);
    }
}
