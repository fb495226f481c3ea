package im.hongyan.core.tenant;

import org.jspecify.annotations.Nullable;

/**
 * A tenant as it is stored.
 *
 * @param suspendedAtMillis 0: in service
 */
public record Tenant(String id, String name, Policies policies, long suspendedAtMillis, long createdAtMillis) {

    /** Who may have an account with a password here. */
    public enum Accounts {
        /** Nobody: users bring tokens of their own system. */
        NONE,
        /** Users have accounts, but cannot make them by themselves. */
        CLOSED,
        /** Everybody who registers. */
        OPEN
    }

    /**
     * What a tenant has chosen for itself; what is null is as the server is set.
     *
     * @param groupMembers members of one group at the most
     */
    public record Policies(
            @Nullable Accounts accounts, @Nullable Integer groupMembers) {}

    public boolean isSuspended() {
        return suspendedAtMillis > 0;
    }
}
