/** Where the client's credential comes from. */
@NullMarked
package im.hongyan.client.login;

import org.jspecify.annotations.NullMarked;
