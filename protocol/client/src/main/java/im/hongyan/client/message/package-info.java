/** Messages as they are now, whatever was done to them since they were sent. Imports nothing of the client. */
@NullMarked
package im.hongyan.client.message;

import org.jspecify.annotations.NullMarked;
