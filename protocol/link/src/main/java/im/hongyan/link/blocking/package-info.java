/** What a watch for blocking calls must know of the libraries under the house. Nothing here runs without such a watch. */
@NullMarked
package im.hongyan.link.blocking;

import org.jspecify.annotations.NullMarked;
