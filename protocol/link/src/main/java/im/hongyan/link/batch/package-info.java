/** Batching without waiting: a batch is what is already queued when a slot is free. */
@NullMarked
package im.hongyan.link.batch;

import org.jspecify.annotations.NullMarked;
