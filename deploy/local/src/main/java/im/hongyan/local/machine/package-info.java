/** What this machine gives: its programs, its ports, its processes by id. */
@NullMarked
package im.hongyan.local.machine;

import org.jspecify.annotations.NullMarked;
