/** Faults, as small values, and the one scenario that all of them run in. */
@NullMarked
package im.hongyan.e2e.fault;

import org.jspecify.annotations.NullMarked;
