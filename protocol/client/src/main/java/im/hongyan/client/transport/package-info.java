/**
 * Connections that carry frames: TCP and WebSocket, plain or with TLS. {@link Endpoint} and {@link Trust} are for
 * applications; the rest is the client's own. The only importer of Netty beside {@code loop} and {@code group}.
 */
@NullMarked
package im.hongyan.client.transport;

import org.jspecify.annotations.NullMarked;
