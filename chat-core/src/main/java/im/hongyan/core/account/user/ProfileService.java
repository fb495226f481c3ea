package im.hongyan.core.account.user;

import im.hongyan.core.account.user.Profile.Change;
import im.hongyan.core.notice.ListNotices;
import im.hongyan.core.refusal.Deadlines;
import im.hongyan.core.refusal.Fields;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.Principal;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import im.hongyan.wire.Problems;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/**
 * Profiles: everybody of a tenant reads them, a user changes their own. A user of another tenant looks like one that is not
 * there. Errors are {@link Refused}.
 */
@Service
class ProfileService {
    static final int ABOUT_CODE_POINTS = 500;
    static final int AVATAR_CHARS = 1_024;
    /** In NOTICE; its version is when the profile was changed. */
    private static final String LIST = "profile";

    private static final Duration DATABASE_DEADLINE = Duration.ofSeconds(2);

    private final ProfileRepository profiles;
    private final UserProperties bounds;
    private final ListNotices notices;
    private final Clock clock = Clock.systemUTC();

    ProfileService(ProfileRepository profiles, UserProperties bounds, ListNotices notices) {
        this.profiles = profiles;
        this.bounds = bounds;
        this.notices = notices;
    }

    /** The reader's own, said or not. */
    Mono<Profile> own(Principal reader) {
        return within(profiles.find(reader.getTenant(), reader.getUser()))
                .defaultIfEmpty(Profile.unsaid(reader.getTenant(), reader.getUser()));
    }

    /** Once begun, a change is brought to its end, whoever asked goes away. */
    Mono<Profile> change(Principal user, Change change) {
        return Mono.defer(() -> {
            check(change);
            if (change.isNone()) {
                return own(user);
            }
            long now = clock.millis();
            Mono<Void> written = within(profiles.change(user.getTenant(), user.getUser(), change, now))
                    .doOnSuccess(done -> notices.changed(user.getTenant(), user.getUser(), LIST, now));
            return Mono.fromFuture(written.toFuture(), true).then(own(user));
        });
    }

    private static void check(Change change) {
        if (change.name() != null) {
            Fields.name("name", change.name());
        }
        if (change.avatar() != null && !change.avatar().isEmpty()) {
            Fields.https("avatar", change.avatar(), AVATAR_CHARS);
        }
        if (change.about() != null) {
            Fields.text("about", change.about(), ABOUT_CODE_POINTS);
        }
    }

    Mono<Profile> get(Principal reader, String user) {
        Mono<Profile> found = Ids.isId(user) ? within(profiles.find(reader.getTenant(), user)) : Mono.empty();
        return found.switchIfEmpty(
                Mono.error(() -> Refused.of(ErrorCode.NOT_FOUND, "there is no such user, or none who is known here")));
    }

    /** Those of these users who are known, in the order of the list. */
    Mono<List<Profile>> some(Principal reader, List<String> users) {
        return Mono.defer(() -> {
            if (users.size() > bounds.batch()) {
                return Mono.error(new Refused(Problems.ofField(
                        ErrorCode.LIMIT_EXCEEDED, "ids", "at most " + bounds.batch() + " users are told at once")));
            }
            Set<String> wanted = new LinkedHashSet<>(users);
            wanted.removeIf(user -> !Ids.isId(user));
            return within(profiles.find(reader.getTenant(), wanted).collectMap(Profile::user, Function.identity()))
                    .map(found -> inOrder(wanted, found));
        });
    }

    private static List<Profile> inOrder(Set<String> users, Map<String, Profile> found) {
        return users.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    private static <T> Mono<T> within(Mono<T> answer) {
        return Deadlines.ofStore(answer, DATABASE_DEADLINE);
    }
}
