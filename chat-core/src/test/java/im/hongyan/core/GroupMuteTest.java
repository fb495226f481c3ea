package im.hongyan.core;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.RestRig.Answer;
import im.hongyan.core.rig.Waiting;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.System;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mutes over REST, and what they do at the door for sends. */
class GroupMuteTest extends GroupRig {
    private final Instant later = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MILLIS);

    // B48
    @Test
    void aMutedMemberIsToldUntilWhen() throws Exception {
        create("ann", "ben", "cid");
        assertThat(send("ben", "c1").hasAccepted()).isTrue();
        assertThat(mute("ann", "ben", later).status()).isEqualTo(204);
        Problem refused = send("ben", "c2").getProblem();
        assertThat(refused.getCode()).isEqualTo("MEMBER_MUTED");
        assertThat(refused.getRetryable()).isFalse();
        assertThat(refused.getUntil()).isEqualTo(later.toEpochMilli());
        assertThat(refused.getMessage()).contains(later.toString());
        assertThat(refused.getClientMessageId()).isEqualTo("c2");
        assertThat(send("cid", "c1").hasAccepted()).isTrue();
        assertThat(unmute("ann", "ben").status()).isEqualTo(204);
        assertThat(send("ben", "c2").hasAccepted()).isTrue();
        System muted = system(told().get(2));
        assertThat(muted.getEvent()).isEqualTo("group.members.muted");
        assertThat(muted.getActor()).isEqualTo("ann");
        assertThat(muted.getUsersList()).containsExactly("ben");
        assertThat(muted.getUntil()).isEqualTo(later.toEpochMilli());
        assertThat(system(told().get(4)).getEvent()).isEqualTo("group.members.unmuted");
    }

    // B48
    @Test
    void aMutedGroupHearsItsOwnerAndAdminsOnly() throws Exception {
        create("ann", "ben", "cid");
        appoint("ann", "ben");
        assertThat(send("cid", "c1").hasAccepted()).isTrue();
        assertThat(muteAll("ben", later).status()).isEqualTo(204);
        Problem refused = send("cid", "c2").getProblem();
        assertThat(refused.getCode()).isEqualTo("GROUP_MUTED");
        assertThat(refused.getUntil()).isEqualTo(later.toEpochMilli());
        assertThat(send("ann", "c1").hasAccepted()).isTrue();
        assertThat(send("ben", "c1").hasAccepted()).isTrue();
        assertThat(get("cid").path("mutedUntil").asText()).isEqualTo(later.toString());
        add("ann", "dan");
        assertThat(send("dan", "c1").getProblem().getCode()).isEqualTo("GROUP_MUTED");
        transfer("ann", "cid");
        assertThat(send("cid", "c3").hasAccepted()).isTrue();
        assertThat(send("ann", "c2").getProblem().getCode()).isEqualTo("GROUP_MUTED");
        assertThat(unmuteAll("cid").status()).isEqualTo(204);
        assertThat(send("ann", "c3").hasAccepted()).isTrue();
        assertThat(send("dan", "c2").hasAccepted()).isTrue();
        assertThat(get("cid").has("mutedUntil")).isFalse();
        assertThat(events()).contains("group.muted", "group.unmuted");
    }

    @Test
    void ofTwoMutesTheLaterEndIsTold() {
        create("ann", "ben");
        mute("ann", "ben", later);
        muteAll("ann", later.plusSeconds(60));
        assertThat(send("ben", "c1").getProblem().getCode()).isEqualTo("GROUP_MUTED");
        mute("ann", "ben", later.plusSeconds(120));
        assertThat(send("ben", "c2").getProblem().getCode()).isEqualTo("MEMBER_MUTED");
        unmuteAll("ann");
        assertThat(send("ben", "c3").getProblem().getCode()).isEqualTo("MEMBER_MUTED");
    }

    @Test
    void aMuteEndsByItself() {
        create("ann", "ben");
        Instant soon = Instant.now().plus(Duration.ofMillis(1_500));
        assertThat(mute("ann", "ben", soon).status()).isEqualTo(204);
        assertThat(send("ben", "c1").getProblem().getCode()).isEqualTo("MEMBER_MUTED");
        Waiting.until(() -> send("ben", "c1").hasAccepted());
        assertThat(Instant.now()).isAfterOrEqualTo(soon);
        int told = told().size();
        assertThat(unmute("ann", "ben").status()).isEqualTo(204);
        assertThat(told()).as("what is over is not lifted").hasSize(told);
    }

    @Test
    void leavingAndComingAgainLiftsNoMuteAndOwningTheGroupDoes() {
        create("ann", "ben");
        mute("ann", "ben", later);
        remove("ben", "ben");
        add("ann", "ben");
        assertThat(send("ben", "c1").getProblem().getCode()).isEqualTo("MEMBER_MUTED");
        assertThat(mutedUntil("ben")).isEqualTo(later.toString());
        transfer("ann", "ben");
        assertThat(send("ben", "c2").hasAccepted()).isTrue();
        assertThat(mutedUntil("ben")).isEmpty();
    }

    @Test
    void whatWasAcceptedBeforeAMuteStaysAccepted() {
        create("ann", "ben");
        long sequence = send("ben", "c1").getAccepted().getSequence();
        mute("ann", "ben", later);
        var again = send("ben", "c1", true).getAccepted();
        assertThat(again.getSequence()).isEqualTo(sequence);
        assertThat(again.getDuplicate()).isTrue();
        assertThat(send("ben", "c2", true).getProblem().getCode()).isEqualTo("MEMBER_MUTED");
        assertThat(remove("ann", "ben")).isEqualTo(204);
        assertThat(send("ben", "c1", true).getAccepted().getSequence()).isEqualTo(sequence);
        assertThat(send("ben", "c3", true).getProblem().getCode()).isEqualTo("NOT_MEMBER");
    }

    @Test
    void whoStandsAboveMutes() throws Exception {
        create("ann", "ben", "cid", "dan");
        appoint("ann", "ben");
        appoint("ann", "cid");
        int told = told().size();
        assertThat(mute("dan", "ben", later).code()).isEqualTo("NO_PERMISSION");
        assertThat(mute("ben", "cid", later).code()).isEqualTo("NO_PERMISSION");
        assertThat(mute("ben", "ann", later).code()).isEqualTo("NO_PERMISSION");
        assertThat(mute("ann", "ann", later).code()).isEqualTo("NO_PERMISSION");
        assertThat(muteAll("dan", later).code()).isEqualTo("NO_PERMISSION");
        assertThat(unmuteAll("dan").code()).isEqualTo("NO_PERMISSION");
        assertThat(unmute("dan", "dan").code()).isEqualTo("NO_PERMISSION");
        assertThat(told()).hasSize(told);
        assertThat(mute("ben", "dan", later).status()).isEqualTo(204);
        assertThat(mute("ann", "cid", later).status()).isEqualTo(204);
        assertThat(send("cid", "c1").getProblem().getCode()).isEqualTo("MEMBER_MUTED");
        assertThat(mute("ben", "dan", later).status()).isEqualTo(204);
        assertThat(told()).as("the same again is no change").hasSize(told + 2);
    }

    // B47, B69
    @Test
    void refusesWhatIsNoMute() throws Exception {
        create("ann", "ben");
        for (String bad : List.of(
                "{}",
                "{\"until\":null}",
                "{\"until\":\"soon\"}",
                "{\"until\":\"2020-01-01T00:00:00Z\"}",
                "{\"until\":\"9999-01-01T00:00:00Z\"}",
                "{\"until\":\"+1000000000-12-31T23:59:59.999999999Z\"}",
                "{\"until\":1e400}",
                "{\"user\":\"ben\",\"until\":\"" + later + "\"}")) {
            for (String path : List.of("/mute", "/members/ben/mute")) {
                Answer refused = rest.write("PUT", "ann", GROUPS + "/" + group + path, bad);
                assertThat(refused.status()).as(bad).isEqualTo(400);
                assertThat(refused.code()).as(bad).isEqualTo("INVALID_FIELD");
            }
        }
        for (String nobody : List.of("eve", "a:b", "%E4%BD%A0")) {
            assertThat(mute("ann", nobody, later).code()).as(nobody).isEqualTo("NOT_FOUND");
            assertThat(unmute("ann", nobody).code()).as(nobody).isEqualTo("NOT_FOUND");
        }
        for (String path : List.of("/mute", "/members/ben/mute")) {
            assertThat(rest.write("PUT", "eve", GROUPS + "/" + group + path, until(later))
                            .code())
                    .isEqualTo("NOT_FOUND");
            Answer otherTenant = elsewhere(
                    "ann",
                    rest.request(null, GROUPS + "/" + group + path)
                            .PUT(BodyPublishers.ofString(until(later)))
                            .header("Content-Type", "application/json"));
            assertThat(otherTenant.code()).isEqualTo("NOT_FOUND");
        }
        assertThat(events()).containsExactly("group.created");
    }

    private Answer mute(String actor, String user, Instant until) {
        return rest.write("PUT", actor, GROUPS + "/" + group + "/members/" + user + "/mute", until(until));
    }

    private Answer unmute(String actor, String user) {
        return rest.delete(actor, GROUPS + "/" + group + "/members/" + user + "/mute");
    }

    private Answer muteAll(String actor, Instant until) {
        return rest.write("PUT", actor, GROUPS + "/" + group + "/mute", until(until));
    }

    private Answer unmuteAll(String actor) {
        return rest.delete(actor, GROUPS + "/" + group + "/mute");
    }

    private static String until(Instant until) {
        return "{\"until\":\"" + until + "\"}";
    }

    private String mutedUntil(String user) {
        for (var member : get("ann", "/members").path("items")) {
            if (member.path("user").asText().equals(user)) {
                return member.path("mutedUntil").asText();
            }
        }
        return "no member";
    }
}
