package im.hongyan.core.account.session;

import java.time.Instant;

/** A token that says {@code HELLO} and asks over REST. The text is a secret. */
public record AccessToken(String text, Instant expiresAt) {
    /** Never the token. */
    @Override
    public String toString() {
        return "AccessToken until " + expiresAt;
    }
}
