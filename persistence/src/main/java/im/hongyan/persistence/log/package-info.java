/**
 * What the message log consists of: messages and how they are known, heads, void ranges, spans to read. Values that every
 * other room names things by. Imports {@code timeline}; does nothing.
 */
@NullMarked
package im.hongyan.persistence.log;

import org.jspecify.annotations.NullMarked;
