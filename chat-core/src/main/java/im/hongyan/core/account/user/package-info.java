/**
 * Users as others see them: their profiles, and finding them. The one writer of {@code user_profile}. Imports
 * {@code account} and {@code refusal}.
 */
@NullMarked
package im.hongyan.core.account.user;

import org.jspecify.annotations.NullMarked;
