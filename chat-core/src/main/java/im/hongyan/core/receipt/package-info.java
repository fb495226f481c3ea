/**
 * Receipts are facts: received is what a device says it has applied, read is what a user says they have seen. The one
 * writer of the tables {@code received_cursor} and {@code read_cursor}, a moment after the fact.
 */
@NullMarked
package im.hongyan.core.receipt;

import org.jspecify.annotations.NullMarked;
