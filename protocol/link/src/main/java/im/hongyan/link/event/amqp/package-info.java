/**
 * Events over RabbitMQ: publishing and consuming, over the connections of {@code amqp.broker}. These two are the only
 * importers of reactor-rabbitmq and of the AMQP client; the rooms see the ports of {@link im.hongyan.link.event} alone.
 */
@NullMarked
package im.hongyan.link.event.amqp;

import org.jspecify.annotations.NullMarked;
