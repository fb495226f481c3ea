/** Accounts: who speaks. Verifies credentials for sockets and REST alike; the principal comes from here and from nowhere else. */
@NullMarked
package im.hongyan.core.account;

import org.jspecify.annotations.NullMarked;
