/** How large a picture is, and a small one of it. Decodes with bounds, on threads of its own. Imports {@code refusal} and {@code work}. */
@NullMarked
package im.hongyan.core.media.image;

import org.jspecify.annotations.NullMarked;
