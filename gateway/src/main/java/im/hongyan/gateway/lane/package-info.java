/**
 * What a client asks for, in lanes that do not wait for each other: sends in order by conversation, queries under a small
 * bound, receipts and typing coalesced. Each lane calls chat-core and decides nothing itself. Imports {@code outbox},
 * {@code time} and the link.
 */
@NullMarked
package im.hongyan.gateway.lane;

import org.jspecify.annotations.NullMarked;
