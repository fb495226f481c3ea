/**
 * The application that remembers. Rooms: {@code message} stores what the shards hold, {@code delivery} tells the gateways,
 * {@code history} reads the log; {@code judge} and {@code timeline} are the rules as pure values, {@code store} the tables.
 */
@NullMarked
package im.hongyan.persistence;

import org.jspecify.annotations.NullMarked;
