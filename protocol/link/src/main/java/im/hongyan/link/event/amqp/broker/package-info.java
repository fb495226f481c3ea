/**
 * The broker as a process sees it: connections that come back, threads that may block for them, the queues of the house and
 * the form of what is in them. Imports {@code event} for addresses and dials; knows nothing of who publishes and who consumes.
 */
@NullMarked
package im.hongyan.link.event.amqp.broker;

import org.jspecify.annotations.NullMarked;
