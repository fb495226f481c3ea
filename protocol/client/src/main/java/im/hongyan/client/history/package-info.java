/** Reading the past, page by page. */
@NullMarked
package im.hongyan.client.history;

import org.jspecify.annotations.NullMarked;
