/** Secrets that we give away: how they are made, and what we keep of them instead. */
@NullMarked
package im.hongyan.core.secret;

import org.jspecify.annotations.NullMarked;
