/**
 * How bytes come and go: one {@link im.hongyan.gateway.transport.Connection} a client, carried by TCP (plain or TLS) or by
 * a WebSocket (binary or text). Imports {@code wire}, {@code refusal}, {@code time} and Netty; knows nothing of sessions.
 */
@NullMarked
package im.hongyan.gateway.transport;

import org.jspecify.annotations.NullMarked;
