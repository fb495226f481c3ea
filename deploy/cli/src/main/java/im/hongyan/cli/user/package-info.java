/** The verb {@code user}: accounts, logins and profiles. Imports {@code login} and {@code talk}. */
@NullMarked
package im.hongyan.cli.user;

import org.jspecify.annotations.NullMarked;
