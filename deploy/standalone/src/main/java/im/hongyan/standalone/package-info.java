/** The three applications in one JVM on embedded parts: H2, Redis as a child process, links that stay in the process. */
@NullMarked
package im.hongyan.standalone;

import org.jspecify.annotations.NullMarked;
