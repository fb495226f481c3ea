/**
 * What every port has, whatever it speaks: how many connections it takes, how long what has begun may take, and the warning
 * when it is open to others. Imports the dials of {@code transport}.
 */
@NullMarked
package im.hongyan.gateway.transport.port;

import org.jspecify.annotations.NullMarked;
