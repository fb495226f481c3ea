/** Token issuers: systems of tenants whose tokens are accepted for the tenant's users. */
@NullMarked
package im.hongyan.core.account.issuer;

import org.jspecify.annotations.NullMarked;
