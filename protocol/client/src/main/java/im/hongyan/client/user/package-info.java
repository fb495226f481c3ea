/** Users and what they say of themselves, over REST. */
@NullMarked
package im.hongyan.client.user;

import org.jspecify.annotations.NullMarked;
