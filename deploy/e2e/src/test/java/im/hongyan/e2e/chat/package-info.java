/** What users see, on every kind of site: one contract, run on standalone and on a cluster. */
@NullMarked
package im.hongyan.e2e.chat;

import org.jspecify.annotations.NullMarked;
