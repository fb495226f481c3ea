/**
 * Friends, requests to become one, and blocks: what each user sees of the others, as one list with a version. Imports {@code account},
 * {@code notice} and, by {@code relation}, {@code conversation} and {@code tenant}.
 */
@NullMarked
package im.hongyan.core.friend;

import org.jspecify.annotations.NullMarked;
