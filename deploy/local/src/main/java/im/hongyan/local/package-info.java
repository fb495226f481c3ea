/**
 * Real servers of this machine, started from its own programs: private ports, private folders, ended by process id.
 * The tests and the local cluster use them; nothing here knows the applications' code.
 */
@NullMarked
package im.hongyan.local;

import org.jspecify.annotations.NullMarked;
