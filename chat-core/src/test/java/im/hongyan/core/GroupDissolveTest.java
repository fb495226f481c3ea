package im.hongyan.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import im.hongyan.core.RestRig.Answer;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.HeadsQuery;
import im.hongyan.link.proto.SyncQuery;
import im.hongyan.wire.frame.Cursor;
import im.hongyan.wire.frame.Head;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Sync;
import im.hongyan.wire.frame.System;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The end of a group: what its members can still do. */
class GroupDissolveTest extends GroupRig {
    private static final Duration SOON = Duration.ofSeconds(30);

    // B48
    @Test
    void nobodySendsIntoADissolvedGroup() throws Exception {
        create("ann", "ben");
        assertThat(send("ben", "c1").hasAccepted()).isTrue();
        assertThat(dissolve("ann").status()).isEqualTo(204);
        for (String user : List.of("ann", "ben")) {
            assertThat(send(user, "c2").getProblem().getCode()).isEqualTo("GROUP_DISSOLVED");
            assertThat(send(user, "c2").getProblem().getRetryable()).isFalse();
        }
        assertThat(send("eve", "c2").getProblem().getCode()).isEqualTo("NOT_MEMBER");
        assertThat(send("ben", "c1", true).getAccepted().getDuplicate()).isTrue();
        assertThat(told()).hasSize(3);
        System system = system(told().getLast());
        assertThat(system.getEvent()).isEqualTo("group.dissolved");
        assertThat(system.getActor()).isEqualTo("ann");
    }

    @Test
    void itsMembersReadOn() {
        create("ann", "ben", "cid");
        remove("cid", "cid");
        dissolve("ann");
        assertThat(head("ben").map(Head::getSequence)).contains(3L);
        assertThat(head("cid")).isEmpty();
        assertThat(read("ben")).containsExactly(1L, 2L, 3L);
        assertThat(read("cid")).containsExactly(1L, 2L);
    }

    @Test
    void itIsGoneFromListsAndCannotBeChanged() throws Exception {
        create("ann", "ben", "cid");
        dissolve("ann");
        for (String user : List.of("ann", "ben")) {
            JsonNode mine = rest.get(user, GROUPS + "?limit=1000").json().path("items");
            mine.forEach(item -> assertThat(item.path("id").asText()).isNotEqualTo(group));
            assertThat(rest.get(user, GROUPS + "/" + group).code()).isEqualTo("NOT_FOUND");
            assertThat(rest.get(user, GROUPS + "/" + group + "/members").code()).isEqualTo("NOT_FOUND");
        }
        assertThat(dissolve("ann").code()).isEqualTo("NOT_FOUND");
        assertThat(add("ann", "dan").code()).isEqualTo("NOT_FOUND");
        assertThat(remove("ben", "ben")).isEqualTo(404);
        assertThat(appoint("ann", "ben").code()).isEqualTo("NOT_FOUND");
        assertThat(create("ann").code()).as("its id stays taken").isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(events()).containsExactly("group.created", "group.dissolved");
    }

    // B47, B69
    @Test
    void nobodyButTheOwnerDissolvesIt() throws Exception {
        create("ann", "ben", "cid");
        appoint("ann", "ben");
        assertThat(dissolve("ben").code()).isEqualTo("NO_PERMISSION");
        assertThat(dissolve("cid").code()).isEqualTo("NO_PERMISSION");
        assertThat(dissolve("eve").code()).isEqualTo("NOT_FOUND");
        Answer otherTenant =
                elsewhere("ann", rest.request(null, GROUPS + "/" + group).DELETE());
        assertThat(otherTenant.code()).isEqualTo("NOT_FOUND");
        assertThat(send("cid", "c1").hasAccepted()).isTrue();
    }

    private Optional<Head> head(String user) {
        HeadsQuery query = HeadsQuery.newBuilder().setPrincipal(principal(user)).build();
        return core.stream(Calls.HEADS, query)
                .flatMapIterable(result -> result.getHeads().getHeadsList())
                .filter(head -> head.getConversation().equals("g:" + group))
                .collectList()
                .blockOptional(SOON)
                .flatMap(heads -> heads.stream().findFirst());
    }

    private List<Long> read(String user) {
        Sync sync = Sync.newBuilder()
                .addCursors(Cursor.newBuilder().setConversation("g:" + group))
                .build();
        SyncQuery query = SyncQuery.newBuilder()
                .setPrincipal(principal(user))
                .setSync(sync)
                .build();
        return Objects.requireNonNull(core.stream(Calls.SYNC, query)
                .flatMapIterable(result -> result.getPart().getMessagesList())
                .map(Message::getSequence)
                .collectList()
                .block(SOON));
    }

    private Answer dissolve(String actor) {
        return rest.delete(actor, GROUPS + "/" + group);
    }
}
