/** The connection to Redis and its scripts. Whoever owns a key family keeps its scripts beside its code. */
@NullMarked
package im.hongyan.link.redis;

import org.jspecify.annotations.NullMarked;
