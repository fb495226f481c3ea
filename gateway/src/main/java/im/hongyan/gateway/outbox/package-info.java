/**
 * What waits for one client: the {@link im.hongyan.gateway.outbox.Outbox}, bounded by the device's window, and what makes
 * good for hints that found no room. Imports {@code transport}.
 */
@NullMarked
package im.hongyan.gateway.outbox;

import org.jspecify.annotations.NullMarked;
