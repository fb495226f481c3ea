/**
 * What a round cost and what it is worth: the CPU and memory of processes, figures and their medians. Imports {@code plan}.
 */
@NullMarked
package im.hongyan.bench.measure;

import org.jspecify.annotations.NullMarked;
