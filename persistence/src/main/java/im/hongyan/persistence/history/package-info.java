/**
 * Reading the log: pages on demand, heads, and the hot cache of the newest messages. Never beyond the settled head. Imports
 * {@code store} for the names of things and {@code delivery} for the hints that fill the cache.
 */
@NullMarked
package im.hongyan.persistence.history;

import org.jspecify.annotations.NullMarked;
