/**
 * Accounts of our own: registering, logging in with a password, changing it. Imports {@code account}, {@code password},
 * {@code session} and {@code user}.
 */
@NullMarked
package im.hongyan.core.account.login;

import org.jspecify.annotations.NullMarked;
