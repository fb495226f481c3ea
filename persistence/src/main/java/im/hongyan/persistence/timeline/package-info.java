/**
 * What a conversation's numbers are: taken by a message, void, or open. Pure values without time source, input or output;
 * imports nothing of the house.
 */
@NullMarked
package im.hongyan.persistence.timeline;

import org.jspecify.annotations.NullMarked;
