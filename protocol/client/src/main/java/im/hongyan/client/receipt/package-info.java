/** How far this device has received and its user has read, told to the server now and then. Not for applications. */
@NullMarked
package im.hongyan.client.receipt;

import org.jspecify.annotations.NullMarked;
