/** Tells the devices of a user that a list of theirs has changed. Imports {@code conversation}. */
@NullMarked
package im.hongyan.core.notice;

import org.jspecify.annotations.NullMarked;
