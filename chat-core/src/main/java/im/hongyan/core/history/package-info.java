/**
 * Reading the log: may they, and which part of it; then the pages of persistence become parts, with the reader's demand
 * carried all the way. Writes nothing.
 */
@NullMarked
package im.hongyan.core.history;

import org.jspecify.annotations.NullMarked;
