package im.hongyan.core.account.session;

import java.time.Instant;

/** What a client gets of a login. The texts are secrets. */
public record Tokens(Login login, AccessToken access, String refreshToken, Instant refreshExpiresAt) {
    /** Never the tokens. */
    @Override
    public String toString() {
        return "Tokens of " + login.sid();
    }
}
