/** The verbs that do something to a message that was sent. Imports {@code talk} for clients and what is printed. */
@NullMarked
package im.hongyan.cli.message;

import org.jspecify.annotations.NullMarked;
