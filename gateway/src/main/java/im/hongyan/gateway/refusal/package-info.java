/** Where every refusal of the gateway is counted and written down. Imports {@code time} only. */
@NullMarked
package im.hongyan.gateway.refusal;

import org.jspecify.annotations.NullMarked;
