/**
 * Histories of clients, the checker that judges them against the final tables, and the verdict. Pure values: imports nothing of
 * the system, so that it cannot repeat the system's own mistakes.
 */
@NullMarked
package im.hongyan.e2e.checker;

import org.jspecify.annotations.NullMarked;
