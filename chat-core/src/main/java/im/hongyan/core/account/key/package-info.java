/** The keys of our own that sign access tokens: made, shared, rotated, published. Imports {@code refusal}. */
@NullMarked
package im.hongyan.core.account.key;

import org.jspecify.annotations.NullMarked;
