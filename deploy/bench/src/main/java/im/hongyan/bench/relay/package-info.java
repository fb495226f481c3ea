/**
 * The floor: a server that passes frames on and does nothing else. It stores nothing and checks nobody; what Hongyan needs on
 * top of it is the price of the delivery contract.
 */
@NullMarked
package im.hongyan.bench.relay;

import org.jspecify.annotations.NullMarked;
