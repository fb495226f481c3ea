/**
 * From the events of this node to the outboxes of its sessions. Imports {@code registry}, {@code route}, {@code transport}
 * and the link.
 */
@NullMarked
package im.hongyan.gateway.delivery;

import org.jspecify.annotations.NullMarked;
