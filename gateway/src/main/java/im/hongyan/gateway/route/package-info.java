/**
 * Keeps this node's entries in the address book: made when a session opens, refreshed in batches, taken away when it ends.
 * Imports {@code registry} and the link.
 */
@NullMarked
package im.hongyan.gateway.route;

import org.jspecify.annotations.NullMarked;
