/** The REST calls of the other rooms; Netty stays in here. Imports {@code transport} and {@code error}. */
@NullMarked
package im.hongyan.client.rest;

import org.jspecify.annotations.NullMarked;
