/** Routes: which gateway nodes hold a user's devices and a group's members, in Redis, with expiry. */
@NullMarked
package im.hongyan.link.route;

import org.jspecify.annotations.NullMarked;
