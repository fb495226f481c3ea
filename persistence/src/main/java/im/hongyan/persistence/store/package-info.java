/**
 * The tables of the message log and the only SQL of this application: the fence, messages, void ranges and heads. Runs
 * alike on MariaDB and H2, and keeps to what MySQL 8 knows too. Imports {@code log} and {@code timeline}; knows nothing of
 * events and calls.
 */
@NullMarked
package im.hongyan.persistence.store;

import org.jspecify.annotations.NullMarked;
