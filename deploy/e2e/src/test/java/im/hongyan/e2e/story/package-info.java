/** What somebody does with the command line and a server, from the first line to the last. */
@NullMarked
package im.hongyan.e2e.story;

import org.jspecify.annotations.NullMarked;
