package im.hongyan.client.group;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A member of a group.
 *
 * @param role what they are in it
 * @param mutedUntil until when they are muted; null when they are not
 */
public record Member(String user, Role role, @Nullable Instant mutedUntil) {

    /** What members are. */
    public enum Role {
        OWNER,
        /** Appointed by the owner: describes the group, lets ordinary members go and mutes them. */
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
