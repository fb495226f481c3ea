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
     * @param recallSeconds for how long a message can be recalled by its sender; 0: never
     * @param editSeconds for how long a text can be edited by its sender; 0: never
     * @param friendsOnly whether only friends write to each other
     */
    public record Policies(
            @Nullable Accounts accounts,
            @Nullable Integer groupMembers,
            @Nullable Integer recallSeconds,
            @Nullable Integer editSeconds,
            @Nullable Boolean friendsOnly) {

        /** Nothing chosen, but for who has an account. */
        static Policies of(@Nullable Accounts accounts) {
            return new Policies(accounts, null, null, null, null);
        }
    }

    public boolean isSuspended() {
        return suspendedAtMillis > 0;
    }
}
