/** Wires with faults, for tests. */
@NullMarked
package im.hongyan.link.fault;

import org.jspecify.annotations.NullMarked;
