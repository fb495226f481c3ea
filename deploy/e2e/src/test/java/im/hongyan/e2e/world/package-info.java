/**
 * Running systems to test and the people who use them: sites (standalone, cluster), devices that write their history, the
 * load L0, and what is read back at the end.
 */
@NullMarked
package im.hongyan.e2e.world;

import org.jspecify.annotations.NullMarked;
