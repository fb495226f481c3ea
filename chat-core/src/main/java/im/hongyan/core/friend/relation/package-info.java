/** What stands between two users when one writes to the other, asked at every send. Imports {@code conversation} and {@code tenant}. */
@NullMarked
package im.hongyan.core.friend.relation;

import org.jspecify.annotations.NullMarked;
