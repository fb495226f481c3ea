/** What is to be sent, until it is answered for good. Not for applications. */
@NullMarked
package im.hongyan.client.outbox;

import org.jspecify.annotations.NullMarked;
