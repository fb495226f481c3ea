package im.hongyan.core.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a verified token says.
 *
 * @param device the one device that it is for; null: any of the user's
 * @param expiresAt when it is not accepted any more; the clock's skew is in it
 */
record Credential(String tenant, String user, @Nullable String device, Instant expiresAt) {}
