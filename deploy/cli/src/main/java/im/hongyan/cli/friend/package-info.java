/** Friends, requests and blocks at the terminal. */
@NullMarked
package im.hongyan.cli.friend;

import org.jspecify.annotations.NullMarked;
