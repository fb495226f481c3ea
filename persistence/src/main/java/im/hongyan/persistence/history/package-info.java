/**
 * Reading the log: pages on demand, never beyond the settled head; heads; what is stored under a sender's id; and the hot
 * cache of the newest messages. Imports {@code log}, {@code store} and {@code delivery} for the hints that fill the cache.
 */
@NullMarked
package im.hongyan.persistence.history;

import org.jspecify.annotations.NullMarked;
