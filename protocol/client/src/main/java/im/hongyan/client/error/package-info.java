/** Why something that was asked of the client did not happen. */
@NullMarked
package im.hongyan.client.error;

import org.jspecify.annotations.NullMarked;
