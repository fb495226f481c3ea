/** What a SEND may hold, rule by rule. Imports {@code wire}, which does not know it. */
@NullMarked
package im.hongyan.wire.content;

import org.jspecify.annotations.NullMarked;
