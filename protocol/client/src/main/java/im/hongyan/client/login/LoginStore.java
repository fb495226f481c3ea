package im.hongyan.client.login;

import java.nio.file.Path;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Where a login is kept, for one program or for several that share it. A refresh token is good once, so that a change is made
 * alone: nobody else reads or changes the login meanwhile.
 */
public interface LoginStore {
    /** Keeps this login in the place of any other. */
    Mono<Void> put(Login login);

    /**
     * Changes the login and answers with what it is now; empty when there is none. What {@code next} answers with is kept before
     * anybody gets it; the same login, or an error of {@code next}, changes nothing.
     */
    Mono<Login> update(Function<Login, Mono<Login>> next);

    /** Forgets the login. */
    Mono<Void> remove();

    /** In a file that its owner alone may read. */
    static LoginStore file(Path file) {
        return new FileLoginStore(file);
    }
}
