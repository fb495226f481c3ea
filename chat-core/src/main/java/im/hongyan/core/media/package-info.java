/**
 * Files: who may read which, sending them, forgetting those that nobody sent. Their bytes lie in {@code media.store}, come by
 * {@code media.upload}, and are judged by {@code media.type} and {@code media.image}. Imports {@code message.attachment} for the step that
 * a message with a file takes, and {@code account} for who asks.
 */
@NullMarked
package im.hongyan.core.media;

import org.jspecify.annotations.NullMarked;
