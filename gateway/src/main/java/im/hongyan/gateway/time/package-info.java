/** Time for many connections: one wheel for all deadlines, and budgets that cost nothing while nobody asks. */
@NullMarked
package im.hongyan.gateway.time;

import org.jspecify.annotations.NullMarked;
