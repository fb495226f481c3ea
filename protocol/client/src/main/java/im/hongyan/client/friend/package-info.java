/** Friends, requests to become one, and blocks. */
@NullMarked
package im.hongyan.client.friend;

import org.jspecify.annotations.NullMarked;
