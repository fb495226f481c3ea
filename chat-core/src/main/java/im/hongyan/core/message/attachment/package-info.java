/** What the way of a message asks of whoever keeps files. Imports {@code log}. */
@NullMarked
package im.hongyan.core.message.attachment;

import org.jspecify.annotations.NullMarked;
