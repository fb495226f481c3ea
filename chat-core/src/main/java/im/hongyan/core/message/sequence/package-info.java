/**
 * Numbers: what is queued over all connections goes through one script of Redis, which knows every client id of late and
 * counts every conversation. The one writer of the keys {@code seq:} (counters) and {@code dedup:} (who sent what). Imports
 * {@code log} for the names of conversations; its dials are part of {@code hongyan.core.message}.
 */
@NullMarked
package im.hongyan.core.message.sequence;

import org.jspecify.annotations.NullMarked;
