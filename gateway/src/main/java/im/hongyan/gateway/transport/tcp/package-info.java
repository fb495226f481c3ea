/** Connections over TCP, plain or TLS: the 12-byte header and the body, one frame after the other. */
@NullMarked
package im.hongyan.gateway.transport.tcp;

import org.jspecify.annotations.NullMarked;
