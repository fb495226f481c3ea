/**
 * Sending, read top to bottom in {@link im.hongyan.core.message.MessageService}: rules, leave, files, number, publish,
 * accepted. The one sender to the message shards. Imports {@code message.sequence}, which gives the numbers,
 * {@code message.change} for the rules of recalls and edits, {@code message.attachment}, {@code conversation}, {@code log} and
 * {@code refusal}.
 */
@NullMarked
package im.hongyan.core.message;

import org.jspecify.annotations.NullMarked;
