package im.hongyan.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {
    private static final String LONGEST = "x".repeat(64);

    @Test
    void idsAreOneTo64OfTheAlphabet() {
        assertThat(List.of("a", "A.b_c@d-9", "...", ".a", LONGEST)).allMatch(Ids::isId);
        assertThat(List.of(".", "..", "", "x".repeat(65), "a:b", "a/b", "a b", "é", "\u0000", "a\n"))
                .noneMatch(Ids::isId);
    }

    @Test
    void clientMessageIdsHaveASmallerAlphabet() {
        assertThat(List.of("a", "A-_9", LONGEST)).allMatch(Ids::isClientMessageId);
        assertThat(List.of("", "x".repeat(65), "x".repeat(1_024), "a.b", "a@b", "a:b", "a="))
                .noneMatch(Ids::isClientMessageId);
    }

    @Test
    void noConversationIsOfWhatIsNoId() {
        assertThat(List.of("g:.", "g:..", "d:.:a", "d:..:a", "d:a:..")).noneMatch(Ids::isConversation);
        assertThat(List.of("g:...", "d:...:a")).allMatch(Ids::isConversation);
    }

    @Test
    void aDirectConversationIsTheSameFromBothSides() {
        assertThat(Ids.direct("bob", "alice")).isEqualTo("d:alice:bob").isEqualTo(Ids.direct("alice", "bob"));
        assertThat(Ids.direct("alice", "alice")).isEqualTo("d:alice:alice");
        assertThat(Ids.direct("a", "B")).isEqualTo("d:B:a");
        assertThat(Ids.direct("user10", "user9")).isEqualTo("d:user10:user9");
    }

    @Test
    void membersComeOutOfADirectConversation() {
        assertThat(Ids.directMembers("d:alice:bob")).containsExactly("alice", "bob");
        assertThat(Ids.directMembers("d:alice:alice")).containsExactly("alice");
        assertThat(Ids.directMembers(Ids.direct(LONGEST, "@"))).containsExactly("@", LONGEST);
    }

    @Test
    void aConversationHasOneFormOnly() {
        assertThat(List.of("d:alice:bob", "g:team", "d:a:a")).allMatch(Ids::isConversation);
        assertThat(List.of(
                        "",
                        "d:",
                        "d:a",
                        "d::",
                        "d:a:",
                        "d::a",
                        "d:bob:alice",
                        "d:a:b:c",
                        "g:",
                        "g:a:b",
                        "x:a",
                        "alice",
                        "D:a:b",
                        "g"))
                .noneMatch(Ids::isConversation);
    }

    @Test
    void thePeerIsTheOtherOne() {
        assertThat(Ids.peerOf("d:alice:bob", "alice")).isEqualTo("bob");
        assertThat(Ids.peerOf("d:alice:bob", "bob")).isEqualTo("alice");
        assertThat(Ids.peerOf("d:alice:alice", "alice")).isEqualTo("alice");
        assertThat(Ids.peerOf("d:alice:bob", "carol")).isNull();
        assertThat(Ids.peerOf("g:team", "alice")).isNull();
    }

    @Test
    void groupsAreNotDirect() {
        assertThat(Ids.group("team")).isEqualTo("g:team");
        assertThat(Ids.groupOf("g:team")).isEqualTo("team");
        assertThat(Ids.groupOf("d:alice:bob")).isNull();
        assertThat(Ids.directMembers("g:team")).isEmpty();
    }

    @Test
    void whoNamesNoTenantIsInTheDefaultOne() {
        assertThat(Ids.tenant("")).isEqualTo("default");
        assertThat(Ids.tenant("acme")).isEqualTo("acme");
    }

    @Test
    void freshIdsAreValidAndDiffer() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String cid = Ids.newClientMessageId();
            assertThat(Ids.isClientMessageId(cid)).isTrue();
            assertThat(seen.add(cid)).isTrue();
            assertThat(seen.add(Ids.newMessageId(1_790_000_000_000L))).isTrue();
        }
    }

    @Test
    void messageIdsAreUuidsOfVersion7AndSortByTime() {
        UUID id = UUID.fromString(Ids.newMessageId(1_790_000_000_000L));
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(1_790_000_000_000L);
        assertThat(Ids.newMessageId(1_790_000_000_000L)).isLessThan(Ids.newMessageId(1_790_000_000_001L));
    }
}
