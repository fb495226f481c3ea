/** Logins that were ended before their access tokens are. Imports {@code conversation}, for the way to the gateways, and {@code refusal}. */
@NullMarked
package im.hongyan.core.account.revocation;

import org.jspecify.annotations.NullMarked;
