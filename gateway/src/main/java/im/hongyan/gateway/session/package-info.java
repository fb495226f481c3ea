/**
 * One client's visit from HELLO to the last frame: {@link im.hongyan.gateway.session.Session} is the state machine, the
 * other classes are its parts. Imports every other package of the gateway; nobody imports it.
 */
@NullMarked
package im.hongyan.gateway.session;

import org.jspecify.annotations.NullMarked;
