/**
 * May a message do to others what it says: recall them, edit them, react to them, quote them? Asked before it gets a number. Imports {@code conversation}
 * for what the sender sees and is, {@code tenant} for the windows, {@code log} and {@code message.sequence} for what is
 * named.
 */
@NullMarked
package im.hongyan.core.message.change;

import org.jspecify.annotations.NullMarked;
