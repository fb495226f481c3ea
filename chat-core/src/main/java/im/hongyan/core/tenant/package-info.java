/**
 * Tenants: the business systems that share this server, their keys and their policies. Whoever operates the server makes them;
 * their backends speak with server keys, their users with tokens.
 */
@NullMarked
package im.hongyan.core.tenant;

import org.jspecify.annotations.NullMarked;
