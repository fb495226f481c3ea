/**
 * Logins and their tokens: short access tokens, and refresh tokens that are exchanged once. Imports {@code account},
 * {@code key} and {@code revocation}.
 */
@NullMarked
package im.hongyan.core.account.session;

import org.jspecify.annotations.NullMarked;
