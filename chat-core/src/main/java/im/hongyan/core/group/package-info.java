/**
 * Groups: made, governed, joined and left over REST. Every change is stored together with the system message that tells of it, and
 * the message then goes through the same door as everybody's. The one writer of {@code chat_group} and {@code group_change}.
 */
@NullMarked
package im.hongyan.core.group;

import org.jspecify.annotations.NullMarked;
