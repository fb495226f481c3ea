/** A TCP proxy that misbehaves on command, for the links between our processes and to the servers that they use. */
@NullMarked
package im.hongyan.e2e.proxy;

import org.jspecify.annotations.NullMarked;
