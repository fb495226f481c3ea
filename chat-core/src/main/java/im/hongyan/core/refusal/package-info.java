/** Refusals: how a room says no, and which code a failure of a neighbour gets. Imported by every room, imports none. */
@NullMarked
package im.hongyan.core.refusal;

import org.jspecify.annotations.NullMarked;
