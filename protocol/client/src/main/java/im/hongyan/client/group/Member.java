package im.hongyan.client.group;

/**
 * A member of a group.
 *
 * @param role what they are in it
 */
public record Member(String user, Role role) {

    /** What members are. */
    public enum Role {
        OWNER,
        /** Appointed by the owner: describes the group and lets ordinary members go. */
        ADMIN,
        /** Also what this version does not know. */
        MEMBER;

        static Role of(String name) {
            return switch (name) {
                case "owner" -> OWNER;
                case "admin" -> ADMIN;
                default -> MEMBER;
            };
        }
    }
}
