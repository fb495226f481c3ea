/** Facts of the database that are kept in memory, and how long each is believed. Imports {@code refusal}. */
@NullMarked
package im.hongyan.core.known;

import org.jspecify.annotations.NullMarked;
