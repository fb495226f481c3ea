/** How far this device has come in each conversation, kept over its life. */
@NullMarked
package im.hongyan.client.cursor;

import org.jspecify.annotations.NullMarked;
