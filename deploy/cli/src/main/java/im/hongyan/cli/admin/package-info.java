/** The verbs of whoever operates a server: tenants and their keys, over REST. */
@NullMarked
package im.hongyan.cli.admin;

import org.jspecify.annotations.NullMarked;
