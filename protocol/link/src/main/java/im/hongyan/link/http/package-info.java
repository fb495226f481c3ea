/** What every HTTP server of ours has, whatever it serves. Imports nothing of the other rooms. */
@NullMarked
package im.hongyan.link.http;

import org.jspecify.annotations.NullMarked;
