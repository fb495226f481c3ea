/** What the codec costs: JMH benchmarks of {@code im.hongyan.wire}. Imports the wire and JMH, nothing of the load tool. */
@NullMarked
package im.hongyan.bench.codec;

import org.jspecify.annotations.NullMarked;
