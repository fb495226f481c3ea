/** What a file is, by its own bytes, and whether such a file is taken. Imports {@code refusal}. */
@NullMarked
package im.hongyan.core.media.type;

import org.jspecify.annotations.NullMarked;
