package im.hongyan.core.account.session;

import java.time.Instant;

/**
 * A login of a user with a device, as it is stored: the family of its refresh tokens (RFC 9700 §4.14.2).
 *
 * @param endsAt when it cannot be renewed any more
 */
public record Login(String sid, String tenant, String user, String device, Instant endsAt) {}
