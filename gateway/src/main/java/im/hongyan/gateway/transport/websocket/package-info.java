/** Connections over WebSocket (RFC 6455): one binary or text message is one frame. */
@NullMarked
package im.hongyan.gateway.transport.websocket;

import org.jspecify.annotations.NullMarked;
