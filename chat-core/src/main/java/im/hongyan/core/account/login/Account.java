package im.hongyan.core.account.login;

import java.time.Instant;

/** An account as it is stored, its hash apart. */
record Account(String tenant, String user, String name, Instant createdAt) {}
