package im.hongyan.core.account.session;

import java.time.Instant;

/** What a client gets of a login. The texts are secrets. */
public record Tokens(
        Login login, String accessToken, Instant accessExpiresAt, String refreshToken, Instant refreshExpiresAt) {
    /** Never the tokens. */
    @Override
    public String toString() {
        return "Tokens of " + login.sid();
    }
}
