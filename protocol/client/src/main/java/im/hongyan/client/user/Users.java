package im.hongyan.client.user;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import im.hongyan.client.error.RefusedException;
import im.hongyan.client.error.UnansweredException;
import im.hongyan.client.rest.Rest;
import im.hongyan.wire.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Profiles: one's own and those of the others in the same app. Errors with {@link RefusedException} when the server said no, and
 * with {@link UnansweredException} when it did not answer.
 */
public final class Users {
    private static final String PATH = "/api/v1/users";
    private static final String ME = PATH + "/me";

    private final Rest rest;

    public Users(Rest rest) {
        this.rest = rest;
    }

    /** Oneself. */
    public Mono<User> me() {
        return rest.get(ME).map(answer -> user(answer.getStructValue()));
    }

    /** Says something of oneself; what is null stays as it is. */
    public Mono<User> change(@Nullable String name, @Nullable String avatar, @Nullable String about) {
        Struct.Builder body = Struct.newBuilder();
        put(body, "name", name);
        put(body, "avatar", avatar);
        put(body, "about", about);
        return rest.patch(ME, body.build()).map(answer -> user(answer.getStructValue()));
    }

    /** A user of the same app; errors with NOT_FOUND when none of this id is known. */
    public Mono<User> get(String id) {
        return get(List.of(id))
                .flatMapIterable(found -> found)
                .filter(found -> found.id().equals(id))
                .next()
                .switchIfEmpty(Mono.error(() -> RefusedException.of(ErrorCode.NOT_FOUND, "there is no such user")));
    }

    /** Those of these users who are known, in the order of the list; at most 100 are asked for at once. */
    public Mono<List<User>> get(List<String> ids) {
        return rest.get(PATH + "?ids=" + Rest.escaped(String.join(",", ids))).map(Users::users);
    }

    /** Users whose id or name begins so; a search finds a few only, and a user may not make many. */
    public Mono<List<User>> search(String query) {
        return rest.get(PATH + "?query=" + Rest.escaped(query)).map(Users::users);
    }

    private static void put(Struct.Builder body, String name, @Nullable String value) {
        if (value != null) {
            body.putFields(name, Value.newBuilder().setStringValue(value).build());
        }
    }

    private static List<User> users(Value answer) {
        return answer
                .getStructValue()
                .getFieldsOrDefault("items", Value.getDefaultInstance())
                .getListValue()
                .getValuesList()
                .stream()
                .map(item -> user(item.getStructValue()))
                .toList();
    }

    private static User user(Struct fields) {
        String id = Rest.text(fields, "user");
        if (id.isEmpty()) {
            throw new UnansweredException("the answer is no user: is this the HTTP port of a Hongyan server?");
        }
        return new User(id, Rest.text(fields, "name"), Rest.text(fields, "avatar"), Rest.text(fields, "about"));
    }
}
