/**
 * From what the server pushes and what is pulled to what the application applies: each message once, in the order of its
 * conversation. Push is a hint, the log is the truth. Not for applications.
 */
@NullMarked
package im.hongyan.client.timeline;

import org.jspecify.annotations.NullMarked;
