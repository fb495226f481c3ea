/**
 * The two wires between our own processes and their address book: {@code call} (RSocket: calls go in), {@code event}
 * (AMQP: events go on), {@code route} (which gateway holds whom) and {@code batch} (what is already queued goes together).
 */
@NullMarked
package im.hongyan.link;

import org.jspecify.annotations.NullMarked;
