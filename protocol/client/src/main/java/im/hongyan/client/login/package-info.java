/** Where the client's credential comes from: anything that gives tokens, or a login of our own. */
@NullMarked
package im.hongyan.client.login;

import org.jspecify.annotations.NullMarked;
