package im.hongyan.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import im.hongyan.core.RestRig.Answer;
import im.hongyan.core.rig.Waiting;
import im.hongyan.link.proto.MessageEvent;
import im.hongyan.wire.frame.System;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Groups over REST, and what their timelines and their members see of it. */
class GroupRestTest extends GroupRig {

    @Test
    void makesAGroupAndTellsItsTimeline() throws Exception {
        JsonNode made = create("ann", "ben", "cid", "ben").json();
        assertThat(made.path("id").asText()).isEqualTo(group);
        assertThat(made.path("conversation").asText()).isEqualTo("g:" + group);
        assertThat(made.path("owner").asText()).isEqualTo("ann");
        assertThat(made.path("memberCount").asInt()).isEqualTo(3);
        assertThat(Instant.parse(made.path("createdAt").asText())).isBeforeOrEqualTo(Instant.now());
        MessageEvent event = told().getFirst();
        assertThat(event.getSequence()).isEqualTo(1);
        assertThat(event.getSender()).isEmpty();
        assertThat(event.getAlsoNotifyList()).containsExactly("ann", "ben", "cid");
        System system = system(event);
        assertThat(system.getEvent()).isEqualTo("group.created");
        assertThat(system.getActor()).isEqualTo("ann");
        assertThat(system.getUsersList()).containsExactly("ann", "ben", "cid");
    }

    // B47
    @Test
    void letsMembersSendAndStrangersNot() {
        create("ann", "ben");
        assertThat(send("ben", "c1").getAccepted().getSequence()).isEqualTo(2);
        assertThat(send("cid", "c1").getProblem().getCode()).isEqualTo("NOT_MEMBER");
        assertThat(texts(add("ben", "cid").json().path("added"))).containsExactly("cid");
        assertThat(send("cid", "c1").getAccepted().getSequence()).isEqualTo(4);
    }

    @Test
    void addsEverybodyOnce() {
        create("ann", "ben");
        assertThat(add("ann", "ben", "cid").status()).isEqualTo(200);
        assertThat(add("ann", "ben", "cid").json().path("added")).isEmpty();
        assertThat(told()).hasSize(2);
        assertThat(get("ann").path("memberCount").asInt()).isEqualTo(3);
        JsonNode first = get("ann", "/members?limit=2");
        assertThat(users(first.path("items"))).containsExactly("ann", "ben");
        assertThat(first.path("next").asText()).isEqualTo("ben");
        JsonNode last = get("ann", "/members?limit=2&after=ben");
        assertThat(users(last.path("items"))).containsExactly("cid");
        assertThat(last.has("next")).isFalse();
        for (String path : List.of(GROUPS, GROUPS + "/" + group + "/members")) {
            assertThat(rest.get("ann", path + "?after=%E4%BD%A0").code()).isEqualTo("INVALID_FIELD");
        }
    }

    // B56
    @Test
    void splitsALargeChangeIntoMessagesThatFit() {
        String[] members = IntStream.range(0, 1_100).mapToObj(i -> "user-" + i).toArray(String[]::new);
        assertThat(create("ann", members).status()).isEqualTo(201);
        List<MessageEvent> told = told();
        assertThat(told).hasSize(3);
        assertThat(told.stream().mapToInt(MessageEvent::getAlsoNotifyCount).sum())
                .isEqualTo(1_101);
        assertThat(told)
                .allSatisfy(event -> assertThat(event.getMessage().size()).isLessThan(72 * 1024));
        String[] more = IntStream.range(0, 100).mapToObj(i -> "more-" + i).toArray(String[]::new);
        Answer refused = add("ann", more);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("LIMIT_EXCEEDED");
        assertThat(get("ann").path("memberCount").asInt()).isEqualTo(1_101);
    }

    @Test
    void listsTheOwnGroups() {
        String user = "lister-" + group;
        for (String suffix : List.of("a", "b", "c")) {
            rest.post(user, GROUPS, "{\"id\":\"" + group + suffix + "\",\"name\":\"群 😀\"}");
        }
        JsonNode first = rest.get(user, GROUPS + "?limit=2").json();
        assertThat(first.path("items").path(1).path("id").asText()).isEqualTo(group + "b");
        assertThat(first.path("items").path(0).path("name").asText()).isEqualTo("群 😀");
        assertThat(first.path("next").asText()).isEqualTo(group + "b");
        assertThat(rest.get(user, GROUPS + "?after=" + group + "b").json().path("items"))
                .hasSize(1);
        assertThat(rest.get("nobody-at-all", GROUPS).json().path("items")).isEmpty();
    }

    @Test
    void makesAnIdWhenNoneIsGivenAndRefusesATakenOne() {
        assertThat(rest.post("ann", GROUPS, "{\"name\":\"n\"}")
                        .json()
                        .path("id")
                        .asText())
                .isNotEmpty();
        create("ann");
        Answer taken = create("ben");
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.code()).isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(get("ann").path("owner").asText()).isEqualTo("ann");
    }

    @Test
    void letsMembersLeaveAndTheOwnerLetThemGo() {
        create("ann", "ben", "cid");
        assertThat(remove("ben", "cid")).isEqualTo(403);
        assertThat(remove("ann", "ann")).isEqualTo(403);
        assertThat(remove("ben", "ben")).isEqualTo(204);
        assertThat(remove("ann", "cid")).isEqualTo(204);
        assertThat(remove("ann", "cid")).isEqualTo(404);
        assertThat(send("ben", "c1").getProblem().getCode()).isEqualTo("NOT_MEMBER");
        assertThat(told()).hasSize(3);
        add("ann", "ben");
        assertThat(send("ben", "c2").getAccepted().getSequence()).isEqualTo(5);
    }

    // B47, B69
    @Test
    void hidesForeignGroupsLikeUnknownOnes() {
        create("ann");
        for (String path : List.of(GROUPS + "/" + group, GROUPS + "/nowhere", GROUPS + "/a:b")) {
            assertThat(rest.get("eve", path).code()).isEqualTo("NOT_FOUND");
            assertThat(rest.get("eve", path + "/members").status()).isEqualTo(404);
        }
        assertThat(add("eve", "eve").status()).isEqualTo(404);
    }

    @Test
    void tellsLaterWhatCouldNotBeToldAtOnce() {
        log.goAway();
        assertThat(create("ann", "ben").status()).isEqualTo(201);
        assertThat(told()).isEmpty();
        log.comeBack();
        Waiting.until(() -> told().size() == 1);
        assertThat(send("ann", "c1").getAccepted().getSequence()).isEqualTo(2);
    }

    @Test
    void changesWhatAGroupSaysOfItself() throws Exception {
        create("ann", "ben");
        Answer changed = change("ann", "{\"announcement\":\"周五\\n😀\"}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().path("announcement").asText()).isEqualTo("周五\n😀");
        assertThat(changed.json().path("name").asText())
                .isEqualTo(get("ben").path("name").asText());
        assertThat(change("ann", "{\"name\":\"geese\"}").status()).isEqualTo(200);
        assertThat(get("ben").path("name").asText()).isEqualTo("geese");
        assertThat(get("ben").path("announcement").asText()).isEqualTo("周五\n😀");
        assertThat(events()).containsExactly("group.created", "group.changed", "group.changed");
        assertThat(change("ann", "{\"name\":\"geese\"}").status()).isEqualTo(200);
        assertThat(change("ann", "{}").status()).isEqualTo(200);
        assertThat(told()).hasSize(3);
    }

    @Test
    void letsNoOrdinaryMemberChangeAGroup() throws Exception {
        create("ann", "ben");
        assertThat(change("ben", "{\"name\":\"mine\"}").code()).isEqualTo("NO_PERMISSION");
        assertThat(change("eve", "{\"name\":\"mine\"}").code()).isEqualTo("NOT_FOUND");
        for (String bad : List.of(
                "{\"name\":\" \"}",
                "{\"name\":\"a\\u0000b\"}",
                "{\"announcement\":\"a\\u0007b\"}",
                "{\"announcement\":\"\\ud800\"}",
                "{\"announcement\":\"" + "长".repeat(2_001) + "\"}")) {
            assertThat(change("ann", bad).status()).as(bad).isBetween(400, 422);
        }
        assertThat(change("ann", "{\"announcement\":\"" + "😀".repeat(2_000) + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(events()).containsExactly("group.created", "group.changed");
    }

    @Test
    void handsAGroupToAnotherMember() throws Exception {
        create("ann", "ben", "cid");
        assertThat(transfer("ben", "ben").code()).isEqualTo("NO_PERMISSION");
        assertThat(transfer("ann", "eve").code()).isEqualTo("NOT_FOUND");
        assertThat(transfer("ann", "a:b").status()).isEqualTo(400);
        assertThat(transfer("ann", "ben").json().path("owner").asText()).isEqualTo("ben");
        System system = system(told().getLast());
        assertThat(system.getEvent()).isEqualTo("group.owner.changed");
        assertThat(system.getActor()).isEqualTo("ann");
        assertThat(system.getUsersList()).containsExactly("ben");
        assertThat(transfer("ben", "ben").status()).isEqualTo(200);
        assertThat(told()).hasSize(2);
        assertThat(remove("ann", "cid")).isEqualTo(403);
        assertThat(remove("ben", "ben")).isEqualTo(403);
        assertThat(remove("ann", "ann")).isEqualTo(204);
        assertThat(remove("ben", "cid")).isEqualTo(204);
    }

    @Test
    void theOwnerAppointsAdminsAndDismissesThem() throws Exception {
        create("ann", "ben", "cid");
        assertThat(appoint("ann", "ben").status()).isEqualTo(204);
        assertThat(appoint("ann", "ben").status()).isEqualTo(204);
        assertThat(roles()).containsExactly("ann owner", "ben admin", "cid member");
        System system = system(told().getLast());
        assertThat(system.getEvent()).isEqualTo("group.admins.added");
        assertThat(system.getActor()).isEqualTo("ann");
        assertThat(system.getUsersList()).containsExactly("ben");
        assertThat(appoint("ben", "cid").code()).isEqualTo("NO_PERMISSION");
        assertThat(dismiss("cid", "ben").code()).isEqualTo("NO_PERMISSION");
        assertThat(dismiss("ann", "ben").status()).isEqualTo(204);
        assertThat(dismiss("ann", "ben").status()).isEqualTo(204);
        assertThat(roles()).containsExactly("ann owner", "ben member", "cid member");
        assertThat(events()).containsExactly("group.created", "group.admins.added", "group.admins.removed");
    }

    // B47, B69
    @Test
    void appointsNobodyWhoIsNotThereAndNotTheOwner() throws Exception {
        create("ann", "ben");
        for (String nobody : List.of("eve", "a:b", "%20", "ben%00", "%E4%BD%A0")) {
            assertThat(appoint("ann", nobody).code()).as(nobody).isEqualTo("NOT_FOUND");
            assertThat(dismiss("ann", nobody).code()).as(nobody).isEqualTo("NOT_FOUND");
        }
        assertThat(appoint("ann", "ann").code()).isEqualTo("INVALID_FIELD");
        assertThat(dismiss("ann", "ann").code()).isEqualTo("INVALID_FIELD");
        assertThat(appoint("eve", "eve").code()).isEqualTo("NOT_FOUND");
        String path = GROUPS + "/" + group + "/admins/ben";
        Answer otherTenant = elsewhere("ann", rest.request(null, path).PUT(BodyPublishers.noBody()));
        assertThat(otherTenant.code()).isEqualTo("NOT_FOUND");
        assertThat(rest.write("PUT", "ann", GROUPS + "/nowhere/admins/ben", "").code())
                .isEqualTo("NOT_FOUND");
        assertThat(roles()).containsExactly("ann owner", "ben member");
        assertThat(events()).containsExactly("group.created");
    }

    @Test
    void adminsDescribeTheGroupAndLetOrdinaryMembersGo() {
        create("ann", "ben", "cid", "dan");
        appoint("ann", "ben");
        appoint("ann", "cid");
        assertThat(change("ben", "{\"name\":\"geese\"}").status()).isEqualTo(200);
        assertThat(transfer("ben", "ben").code()).isEqualTo("NO_PERMISSION");
        assertThat(remove("ben", "ann")).isEqualTo(403);
        assertThat(remove("ben", "cid")).isEqualTo(403);
        assertThat(remove("ben", "dan")).isEqualTo(204);
        assertThat(remove("cid", "cid")).isEqualTo(204);
        assertThat(remove("ann", "ben")).isEqualTo(204);
        add("ann", "ben", "cid");
        assertThat(roles())
                .as("who comes again is an ordinary member")
                .containsExactly("ann owner", "ben member", "cid member");
    }

    @Test
    void whoeverHandsAGroupOnIsAnOrdinaryMember() {
        create("ann", "ben", "cid");
        appoint("ann", "ben");
        transfer("ann", "ben");
        assertThat(roles()).containsExactly("ann member", "ben owner", "cid member");
        assertThat(appoint("ann", "cid").code()).isEqualTo("NO_PERMISSION");
        assertThat(appoint("ben", "cid").status()).isEqualTo(204);
    }
}
