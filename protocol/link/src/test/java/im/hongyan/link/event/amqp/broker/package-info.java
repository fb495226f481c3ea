/** The broker as a process sees it, against a real one. */
@NullMarked
package im.hongyan.link.event.amqp.broker;

import org.jspecify.annotations.NullMarked;
