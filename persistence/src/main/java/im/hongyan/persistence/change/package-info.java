/**
 * Messages that change others: what recalls, edits and reactions do to the message that they name, decided before the
 * commit that stores both. Imports {@code judge}, {@code log}, {@code store} and {@code delivery} for the hints.
 */
@NullMarked
package im.hongyan.persistence.change;

import org.jspecify.annotations.NullMarked;
