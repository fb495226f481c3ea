/**
 * The load tool: drives any running instance over the client protocol, checks that every accepted message arrived exactly once
 * and in order, and reads the processor time of the servers from the operating system. It speaks the wire directly, without
 * the SDK, so that its own cost stays small.
 */
@NullMarked
package im.hongyan.bench.load;

import org.jspecify.annotations.NullMarked;
