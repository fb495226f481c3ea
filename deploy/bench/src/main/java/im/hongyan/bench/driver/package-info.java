/**
 * The driver of the load tool: many connections on few threads, speaking the client protocol through {@code im.hongyan.wire}
 * alone. Knows nothing of command lines.
 */
@NullMarked
package im.hongyan.bench.driver;

import org.jspecify.annotations.NullMarked;
