/** Work that costs processor time has threads of its own, so that it keeps nobody else waiting. Imports {@code refusal}. */
@NullMarked
package im.hongyan.core.work;

import org.jspecify.annotations.NullMarked;
