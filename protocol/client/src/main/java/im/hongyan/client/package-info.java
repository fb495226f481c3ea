/**
 * The Java client SDK. {@link im.hongyan.client.HongyanClient} is the door; what it needs and tells lives in
 * {@code login}, {@code transport}, {@code cursor}, {@code history}, {@code group}, {@code user} and {@code error}. Messages, contents and
 * receipts are the generated types of {@code im.hongyan.wire.frame}: there is no second model beside them. Netty appears in
 * no signature here.
 */
@NullMarked
package im.hongyan.client;

import org.jspecify.annotations.NullMarked;
