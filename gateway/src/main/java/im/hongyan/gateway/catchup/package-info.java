/**
 * What makes good for hints that did not arrive: a session that had no room pulls from the log at the device's speed
 * ({@link im.hongyan.gateway.catchup.CatchUp}), and a digest of heads tells what went missing on the way
 * ({@link im.hongyan.gateway.catchup.HeadsFlow}). Imports {@code outbox}, {@code time} and the link.
 */
@NullMarked
package im.hongyan.gateway.catchup;

import org.jspecify.annotations.NullMarked;
