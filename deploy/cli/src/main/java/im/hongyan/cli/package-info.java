/**
 * The command line: the main command, its shared options, its output and exit codes, and the verbs that talk to a running
 * server as a user ({@code chat}, {@code send}, {@code tail}, {@code history}, {@code token}, {@code group}, {@code user}). Verbs that
 * run servers live in {@code im.hongyan.cli.run}. Imports the client SDK; never Spring, so that a verb starts fast.
 */
@NullMarked
package im.hongyan.cli;

import org.jspecify.annotations.NullMarked;
