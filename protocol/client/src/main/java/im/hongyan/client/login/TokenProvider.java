package im.hongyan.client.login;

import reactor.core.publisher.Mono;

/**
 * Gives the client its credential. Asked for the first connection, again shortly before a token expires, and again when the
 * server calls one expired. An error counts as a failed connection attempt and is tried again after the back-off. Must not
 * block.
 */
@FunctionalInterface
public interface TokenProvider {
    Mono<Token> token();

    /** Always the same JWT. */
    static TokenProvider fixed(String jwt) {
        Token token = Token.jwt(jwt);
        return () -> Mono.just(token);
    }
}
