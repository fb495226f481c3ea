/**
 * Events over RabbitMQ. The only importer of reactor-rabbitmq and of the AMQP client; the rooms see the ports of
 * {@link im.hongyan.link.event} alone.
 */
@NullMarked
package im.hongyan.link.event.amqp;

import org.jspecify.annotations.NullMarked;
