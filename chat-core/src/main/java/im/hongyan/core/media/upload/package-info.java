/**
 * How files come, in one request or in several that go on where the last one was cut (tus 1.0.0). Imports {@code media}, its
 * store and its judges, and {@code account} for who asks.
 */
@NullMarked
package im.hongyan.core.media.upload;

import org.jspecify.annotations.NullMarked;
