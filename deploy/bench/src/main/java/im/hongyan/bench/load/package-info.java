/** The verb {@code bench}: what to load, in which shape and at which pace, whom to compare with, and the report. */
@NullMarked
package im.hongyan.bench.load;

import org.jspecify.annotations.NullMarked;
