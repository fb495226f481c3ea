/**
 * Telling the gateways, after the commit: one look-up of routes for all that was stored together, then one event per
 * gateway node. Push is a hint: a failure here is counted and forgotten. Imports {@code log}.
 */
@NullMarked
package im.hongyan.persistence.delivery;

import org.jspecify.annotations.NullMarked;
