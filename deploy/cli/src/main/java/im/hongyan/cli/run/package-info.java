/** The verbs that run Hongyan on this machine and look after it: {@code start}, {@code cluster}, {@code doctor}. */
@NullMarked
package im.hongyan.cli.run;

import org.jspecify.annotations.NullMarked;
