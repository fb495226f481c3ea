/** Who somebody is at the command line, and logins that are kept between verbs. Imports the client SDK. */
@NullMarked
package im.hongyan.cli.login;

import org.jspecify.annotations.NullMarked;
