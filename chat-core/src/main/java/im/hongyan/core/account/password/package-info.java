/** Passwords: what they may be, and their hashes. Imports {@code work} and {@code refusal}. */
@NullMarked
package im.hongyan.core.account.password;

import org.jspecify.annotations.NullMarked;
