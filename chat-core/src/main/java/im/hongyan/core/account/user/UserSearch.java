package im.hongyan.core.account.user;

import im.hongyan.core.refusal.Deadlines;
import im.hongyan.core.refusal.Fields;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.Principal;
import java.lang.Character.UnicodeScript;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/**
 * Looks for users of the asker's tenant whose id or name begins so, whichever the case of the letters; those by id come first.
 * Errors are {@link Refused}.
 */
@Service
class UserSearch {
    private static final Duration DATABASE_DEADLINE = Duration.ofSeconds(2);
    private static final int LEAST_CODE_POINTS = 2;
    private static final Set<UnicodeScript> WORDS_IN_ONE =
            Set.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.HANGUL);

    private final ProfileRepository profiles;
    private final SearchQuota quota;
    private final UserProperties bounds;

    UserSearch(ProfileRepository profiles, SearchQuota quota, UserProperties bounds) {
        this.profiles = profiles;
        this.quota = quota;
        this.bounds = bounds;
    }

    /** @param limit 0: as many as a search may find */
    Mono<List<Profile>> find(Principal asker, String query, int limit) {
        return Mono.defer(() -> {
            String key = checked(query);
            int most = checked(limit);
            quota.take(asker.getTenant(), asker.getUser());
            return Deadlines.ofStore(find(asker.getTenant(), key, most), DATABASE_DEADLINE);
        });
    }

    private Mono<List<Profile>> find(String tenant, String key, int most) {
        return profiles.findById(tenant, key, most)
                .collectList()
                .flatMap(byId -> byId.size() == most
                        ? Mono.just(byId)
                        : profiles.findByName(tenant, key, most)
                                .collectList()
                                .map(byName -> together(byId, byName, most)));
    }

    private static List<Profile> together(List<Profile> byId, List<Profile> byName, int most) {
        Map<String, Profile> all = new LinkedHashMap<>();
        Stream.concat(byId.stream(), byName.stream()).forEach(found -> all.putIfAbsent(found.user(), found));
        return all.values().stream().limit(most).toList();
    }

    private static String checked(String query) {
        String key = Profile.key(Fields.name("query", query));
        boolean enough = key.codePointCount(0, key.length()) >= LEAST_CODE_POINTS
                || key.codePoints().anyMatch(c -> WORDS_IN_ONE.contains(UnicodeScript.of(c)));
        if (!enough) {
            throw Refused.invalid(
                    "query",
                    "must have at least " + LEAST_CODE_POINTS
                            + " characters, or one that is Chinese, Japanese or Korean");
        }
        return key;
    }

    private int checked(int limit) {
        if (limit < 0) {
            throw Refused.invalid("limit", "must be at least 0");
        }
        return limit == 0 ? bounds.found() : Math.min(limit, bounds.found());
    }
}
