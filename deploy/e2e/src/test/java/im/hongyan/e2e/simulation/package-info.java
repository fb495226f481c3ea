/**
 * A small model of the whole system in virtual time, with faults and, one at a time, planted bugs: the proof that the checker
 * is silent about a right system and speaks about a wrong one.
 */
@NullMarked
package im.hongyan.e2e.simulation;

import org.jspecify.annotations.NullMarked;
