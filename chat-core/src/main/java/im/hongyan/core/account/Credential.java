package im.hongyan.core.account;

import im.hongyan.link.proto.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a verified token says.
 *
 * @param device the one device that it is for; null: any of the user's
 * @param sid the login that it belongs to; null: none of ours
 * @param name what the user is called where the token was made; null: it does not say
 * @param expiresAt when it is not accepted any more; the clock's skew is in it
 */
record Credential(
        String tenant,
        String user,
        @Nullable String device,
        @Nullable String sid,
        @Nullable String name,
        Instant expiresAt) {

    /** Who speaks, with this device. */
    Principal principal(String with) {
        return Principal.newBuilder()
                .setTenant(tenant)
                .setUser(user)
                .setDevice(with)
                .setSid(sid == null ? "" : sid)
                .build();
    }
}
