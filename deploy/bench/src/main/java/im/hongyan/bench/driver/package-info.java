/**
 * The driver of the load tool: many connections on few threads, speaking the client protocol through {@code im.hongyan.wire}
 * alone. Takes a plan and gives a result ({@code plan}); knows nothing of command lines.
 */
@NullMarked
package im.hongyan.bench.driver;

import org.jspecify.annotations.NullMarked;
