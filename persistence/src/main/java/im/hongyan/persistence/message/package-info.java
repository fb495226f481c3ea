/**
 * Messages become history: take what the shards hold, judge it against the timelines, commit, and only then relay and
 * acknowledge. Imports {@code log}, {@code store}, {@code timeline}, {@code judge}, {@code change}, {@code delivery} and the hot cache of
 * {@code history}.
 *
 * <pre>
 * EventSource → {@link im.hongyan.persistence.message.MessageListener} → Intake → Writer (Judge, MessageLog) → Relay → ack
 * </pre>
 */
@NullMarked
package im.hongyan.persistence.message;

import org.jspecify.annotations.NullMarked;
