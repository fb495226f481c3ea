/** Groups over REST. */
@NullMarked
package im.hongyan.client.group;

import org.jspecify.annotations.NullMarked;
