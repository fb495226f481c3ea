/** Who is here: the sessions of this node by user and by group. Imports {@code transport} and the link's routes. */
@NullMarked
package im.hongyan.gateway.registry;

import org.jspecify.annotations.NullMarked;
