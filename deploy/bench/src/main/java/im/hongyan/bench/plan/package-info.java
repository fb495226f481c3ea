/**
 * A round of load as values: who sends to whom, at which pace and for how long, and what it showed. Imports none of the
 * other packages.
 */
@NullMarked
package im.hongyan.bench.plan;

import org.jspecify.annotations.NullMarked;
