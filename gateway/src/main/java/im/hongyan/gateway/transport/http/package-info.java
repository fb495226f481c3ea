/** The HTTP port below its requests: how many connections, how slow they may be, and how they are refused. */
@NullMarked
package im.hongyan.gateway.transport.http;

import org.jspecify.annotations.NullMarked;
