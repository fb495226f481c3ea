/** Events over RabbitMQ, against real brokers. */
@NullMarked
package im.hongyan.link.event.amqp;

import org.jspecify.annotations.NullMarked;
