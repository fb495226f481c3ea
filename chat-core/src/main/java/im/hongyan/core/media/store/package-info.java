/** Where the bytes of files lie: one seam, a folder of this machine. Imports nobody. */
@NullMarked
package im.hongyan.core.media.store;

import org.jspecify.annotations.NullMarked;
