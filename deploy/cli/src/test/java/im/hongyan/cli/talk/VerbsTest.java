package im.hongyan.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import im.hongyan.cli.ExitCode;
import im.hongyan.cli.talk.Cli.Ran;
import im.hongyan.standalone.StandaloneOptions;
import im.hongyan.standalone.StandaloneServer;
import im.hongyan.wire.Ids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every verb that talks, against a whole server: what it prints, where, and with which code it ends. */
class VerbsTest {
    @TempDir
    static Path folder;

    private static StandaloneServer server;
    private static Cli cli;

    private String alice;
    private String bob;

    @BeforeAll
    static void start() {
        server = StandaloneServer.start(new StandaloneOptions(folder.resolve("data"), "127.0.0.1", 0, 0));
        cli = new Cli(server.options().tcpPort(), server.options().httpPort());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void namePeople() {
        alice = "alice" + Ids.newClientMessageId().substring(0, 8).replace('-', '.');
        bob = "bob" + Ids.newClientMessageId().substring(0, 8).replace('-', '.');
    }

    @Test
    void sendPrintsTheAnswerAsOneObject() {
        Ran ran = cli.run("send", "--user", alice, "--to", bob, "two", "words");
        assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
        assertThat(ran.err()).isEmpty();
        JsonNode answer = ran.json().getFirst();
        assertThat(answer.fieldNames())
                .toIterable()
                .containsExactly("clientMessageId", "conversation", "sequence", "messageId", "duplicate");
        assertThat(answer.get("conversation").asText()).isEqualTo(Ids.direct(alice, bob));
        assertThat(answer.get("sequence").asLong()).isPositive();
        assertThat(answer.get("duplicate").asBoolean()).isFalse();
        assertThat(history(bob, alice).texts()).containsExactly("two words");
    }

    @Test
    void sendUnderTheSameIdentityStoresOnce() {
        List<Ran> runs = IntStream.range(0, 2)
                .mapToObj(i -> cli.run(
                        "send", "--user", alice, "--to", bob, "--client-message-id", "once", "--resend", "same"))
                .toList();
        JsonNode first = runs.getFirst().json().getFirst();
        JsonNode second = runs.getLast().json().getFirst();
        assertThat(second.get("duplicate").asBoolean()).isTrue();
        assertThat(second.get("sequence")).isEqualTo(first.get("sequence"));
        assertThat(second.get("messageId")).isEqualTo(first.get("messageId"));
        Ran other = cli.run("send", "--user", alice, "--to", bob, "--client-message-id", "once", "--json", "other");
        assertThat(other.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(other.error().get("error").asText()).isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(history(alice, bob).texts()).containsExactly("same");
    }

    @Test
    void sendTakesTheStandardInputLineByLineInItsOrder() {
        String input = IntStream.range(0, 300).mapToObj(i -> "第" + i + "行\n").collect(Collectors.joining("\n"));
        Ran ran = cli.runWith(input, "send", "--user", alice, "--to", bob, "--stdin");
        assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
        assertThat(ran.json()).hasSize(300);
        List<Long> sequences = ran.json().stream()
                .map(answer -> answer.get("sequence").asLong())
                .toList();
        assertThat(sequences).isSorted().doesNotHaveDuplicates();
        assertThat(history(bob, alice).texts())
                .isEqualTo(IntStream.range(0, 300).mapToObj(i -> "第" + i + "行").toList());
    }

    @Test
    void sendEndsWithTheFirstLineThatIsRefused() {
        String tooLong = "x".repeat(200_000);
        Ran ran = cli.runWith("one\n" + tooLong + "\n", "send", "--user", alice, "--to", bob, "--stdin", "--json");
        assertThat(ran.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(ran.json()).hasSize(1);
        assertThat(ran.err()).contains("message 2").contains("FRAME_TOO_LARGE");
        assertThat(history(bob, alice).texts()).containsExactly("one");
    }

    @Test
    void sendToAGroupIsForMembers() {
        String group = group();
        assertThat(cli.run("send", "--user", bob, "--group", group, "hello").code())
                .isEqualTo(ExitCode.OK);
        Ran stranger = cli.run("send", "--user", "stranger", "--group", group, "--json", "hello");
        assertThat(stranger.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(stranger.out()).isEmpty();
        assertThat(stranger.error().get("error").asText()).isEqualTo("NOT_MEMBER");
        assertThat(stranger.error().get("exitCode").asInt()).isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void tailPrintsEveryConversationOnceAndContinuesWhereItsDeviceWas() {
        cli.run("send", "--user", alice, "--to", bob, "first");
        String[] tail = {"tail", "--user", bob, "--device", "desk", "--state", folder.toString(), "--until-idle", "0.5"
        };
        Ran before = cli.run(tail);
        assertThat(before.code()).as(before.err()).isEqualTo(ExitCode.OK);
        assertThat(before.texts()).containsExactly("first");
        assertThat(before.json().getFirst().fieldNames())
                .toIterable()
                .containsExactly("conversation", "sequence", "sender", "clientMessageId", "text", "messageId", "time");
        cli.run("send", "--user", alice, "--to", bob, "second");
        assertThat(cli.run(tail).texts()).containsExactly("second");
        assertThat(cli.run(tail).out()).isEmpty();
        assertThat(cli.run("tail", "--user", bob, "--until-idle", "0.5").texts())
                .containsExactly("first", "second");
    }

    @Test
    void historyTellsTheNewestOnlyWhenAskedTo() {
        cli.runWith("a\nb\nc\n", "send", "--user", alice, "--to", bob, "--stdin");
        Ran newest = cli.run("history", "--user", bob, "--with", alice, "--last", "2");
        assertThat(newest.code()).isEqualTo(ExitCode.OK);
        assertThat(newest.texts()).containsExactly("b", "c");
        assertThat(cli.run("history", "--user", bob, "--with", "nobody").out()).isEmpty();
        assertThat(cli.run("history", "--user", bob, "--group", "nowhere").code())
                .isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void everyVerbTalksOverWebSocketToo() {
        assertThat(cli.run("send", "--user", alice, "--to", bob, "--transport", "ws", "over ws")
                        .code())
                .isEqualTo(ExitCode.OK);
        assertThat(cli.run("history", "--user", bob, "--with", alice, "--transport", "ws")
                        .texts())
                .containsExactly("over ws");
        assertThat(cli.run("tail", "--user", bob, "--transport", "WS", "--until-idle", "0.5")
                        .texts())
                .containsExactly("over ws");
    }

    @Test
    void groupIsMadeFilledAndListed() {
        String id = "geese" + alice.substring(5);
        Ran made = cli.run(
                "group", "create", "--user", alice, "--id", id, "--name", "鸿雁", "--member", bob, "--json", "carol");
        assertThat(made.code()).as(made.err()).isEqualTo(ExitCode.OK);
        assertThat(made.json().getFirst().get("name").asText()).isEqualTo("鸿雁");
        assertThat(texts(made.json().getFirst().get("members"))).containsExactly(alice, bob, "carol");
        Ran added = cli.run("group", "add", "--user", bob, "--group", id, "--json", "--member", "carol,dave");
        assertThat(texts(added.json().getFirst().get("added"))).containsExactly("dave");
        Ran members = cli.run("group", "members", "--user", "dave", "--group", id, "--json");
        assertThat(texts(members.json().getFirst().get("members")))
                .containsExactlyInAnyOrder(alice, bob, "carol", "dave");
        Ran mine = cli.run("group", "list", "--user", alice, "--json");
        assertThat(mine.json()).hasSize(1);
        assertThat(mine.json().getFirst().get("group").asText()).isEqualTo(id);
        assertThat(mine.json().getFirst().get("conversation").asText()).isEqualTo(Ids.group(id));
        assertThat(cli.run("group", "list", "--user", alice).out()).contains(id).contains("鸿雁");
        Ran again = cli.run("group", "create", "--user", alice, "--id", id);
        assertThat(again.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(cli.run("group", "add", "--user", "stranger", "--group", id, "stranger")
                        .code())
                .isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void groupIsDescribedHandedOverAndLeft() {
        String id = group();
        Ran renamed = cli.run("group", "rename", "--user", alice, "--group", id, "--json", "Wild geese");
        assertThat(renamed.code()).as(renamed.err()).isEqualTo(ExitCode.OK);
        Ran announced = cli.run("group", "announce", "--user", alice, "--group", id, "--json", "south,\non Friday");
        assertThat(announced.code()).as(announced.err()).isEqualTo(ExitCode.OK);
        JsonNode shown = cli.run("group", "show", "--user", bob, "--group", id, "--json")
                .json()
                .getFirst();
        assertThat(shown).isEqualTo(announced.json().getFirst());
        assertThat(shown.get("name").asText()).isEqualTo("Wild geese");
        assertThat(shown.get("announcement").asText()).isEqualTo("south,\non Friday");
        assertThat(shown.get("owner").asText()).isEqualTo(alice);
        assertThat(shown.get("memberCount").asInt()).isEqualTo(2);
        assertThat(cli.run("group", "show", "--user", bob, "--group", id).out())
                .isEqualToIgnoringNewLines(id + "  Wild geese  " + alice + "  2 members  south, ⏎ on Friday");
        assertThat(cli.run("group", "rename", "--user", bob, "--group", id, "mine")
                        .code())
                .isEqualTo(ExitCode.REFUSED);
        assertThat(cli.run("group", "leave", "--user", alice, "--group", id).code())
                .isEqualTo(ExitCode.REFUSED);
        Ran handed = cli.run("group", "transfer", "--user", alice, "--group", id, "--to", bob, "--json");
        assertThat(handed.json().getFirst().get("owner").asText()).isEqualTo(bob);
        assertThat(cli.run("group", "leave", "--user", alice, "--group", id, "--json")
                        .out())
                .isEqualToIgnoringNewLines("{\"group\":\"" + id + "\",\"left\":true}");
        Ran gone = cli.run("group", "show", "--user", alice, "--group", id, "--json");
        assertThat(gone.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(gone.error().get("error").asText()).isEqualTo("NOT_FOUND");
    }

    @Test
    void groupHasAdmins() {
        String id = group();
        Ran appointed = cli.run("group", "appoint", "--user", alice, "--group", id, "--json", bob);
        assertThat(texts(appointed.json().getFirst().get("appointed"))).containsExactly(bob);
        assertThat(cli.run("group", "announce", "--user", bob, "--group", id, "south")
                        .code())
                .isEqualTo(ExitCode.OK);
        assertThat(cli.run("group", "appoint", "--user", bob, "--group", id, bob)
                        .code())
                .isEqualTo(ExitCode.REFUSED);
        JsonNode members = cli.run("group", "members", "--user", bob, "--group", id, "--json")
                .json()
                .getFirst();
        assertThat(members.get("owner").asText()).isEqualTo(alice);
        assertThat(texts(members.get("admins"))).containsExactly(bob);
        Ran dismissed = cli.run("group", "dismiss", "--user", alice, "--group", id, "--json", bob);
        assertThat(dismissed.code()).as(dismissed.err()).isEqualTo(ExitCode.OK);
        assertThat(cli.run("group", "members", "--user", bob, "--group", id).out())
                .contains(alice + " (owner)")
                .doesNotContain("(admin)");
        assertThat(cli.run("history", "--user", bob, "--group", id).texts())
                .contains(alice + " made " + bob + " an admin", alice + " dismissed " + bob + " as an admin");
    }

    @Test
    void groupIsMutedMemberByMemberOrAsAWhole() {
        String id = group();
        Ran muted = cli.run("group", "mute", "--user", alice, "--group", id, "--minutes", "60", "--json", bob);
        assertThat(muted.code()).as(muted.err()).isEqualTo(ExitCode.OK);
        assertThat(texts(muted.json().getFirst().get("muted"))).containsExactly(bob);
        Ran refused = cli.run("send", "--user", bob, "--group", id, "--json", "hello");
        assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.error().get("error").asText()).isEqualTo("MEMBER_MUTED");
        Ran members = cli.run("group", "members", "--user", bob, "--group", id, "--json");
        assertThat(texts(members.json().getFirst().get("muted"))).containsExactly(bob);
        assertThat(cli.run("group", "unmute", "--user", alice, "--group", id, bob)
                        .code())
                .isEqualTo(ExitCode.OK);
        assertThat(cli.run("group", "mute", "--user", alice, "--group", id, "--minutes", "60", "--all")
                        .code())
                .isEqualTo(ExitCode.OK);
        assertThat(cli.run("group", "show", "--user", bob, "--group", id).out()).contains("muted until ");
        assertThat(cli.run("send", "--user", bob, "--group", id, "--json", "hello")
                        .error()
                        .get("error")
                        .asText())
                .isEqualTo("GROUP_MUTED");
        assertThat(cli.run("group", "unmute", "--user", alice, "--group", id, "--all")
                        .code())
                .isEqualTo(ExitCode.OK);
        assertThat(cli.run("send", "--user", bob, "--group", id, "hello").code())
                .isEqualTo(ExitCode.OK);
        assertThat(cli.run("history", "--user", bob, "--group", id).texts())
                .anySatisfy(text -> assertThat(text).startsWith(alice + " muted " + bob + " until 20"))
                .contains(alice + " lets everybody speak again", "hello");
    }

    @Test
    void groupIsDissolvedAndReadOn() {
        String id = group();
        cli.run("send", "--user", bob, "--group", id, "hello");
        assertThat(cli.run("group", "dissolve", "--user", bob, "--group", id).code())
                .isEqualTo(ExitCode.REFUSED);
        assertThat(cli.run("group", "dissolve", "--user", alice, "--group", id).code())
                .isEqualTo(ExitCode.OK);
        assertThat(cli.run("group", "list", "--user", bob).out()).doesNotContain(id);
        assertThat(cli.run("send", "--user", bob, "--group", id, "--json", "late")
                        .error()
                        .get("error")
                        .asText())
                .isEqualTo("GROUP_DISSOLVED");
        assertThat(cli.run("history", "--user", bob, "--group", id).texts())
                .containsSequence("hello", alice + " dissolved this group");
    }

    @Test
    void groupLetsMembersGo() {
        String id = group();
        cli.run("group", "add", "--user", alice, "--group", id, "--member", "carol,dave");
        Ran removed = cli.run("group", "remove", "--user", alice, "--group", id, "--json", "carol", bob);
        assertThat(removed.code()).as(removed.err()).isEqualTo(ExitCode.OK);
        assertThat(texts(removed.json().getFirst().get("removed"))).containsExactly("carol", bob);
        assertThat(cli.run("group", "remove", "--user", alice, "--group", id, "carol")
                        .code())
                .isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void chatTakesItsLinesFromAPipeAndTellsTheFateOfEach() {
        Ran ran = cli.runWith(
                "/group create flock" + alice + " " + bob + "\nin the group\n/to " + bob + "\n你好\n/quit\nnever\n",
                "chat",
                "--user",
                alice);
        assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(ExitCode.OK);
        assertThat(ran.err()).contains("You are " + alice);
        assertThat(ran.out()).contains("✓ accepted").doesNotContain("never").doesNotContain(alice + ": 你好");
        assertThat(history(bob, alice).texts()).containsExactly("你好");
        assertThat(cli.run("history", "--user", bob, "--group", "flock" + alice).texts())
                .containsExactly(alice + " made this group with " + alice + ", " + bob, "in the group");
    }

    @Test
    void chatFromAPipeEndsWithThreeWhenSomethingIsRefused() {
        Ran ran = cli.runWith("/g nowhere\nhello\n", "chat", "--user", alice);
        assertThat(ran.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(ran.out()).contains("! ").contains("was not sent");
        assertThat(ran.err()).contains("! ");
    }

    // B57
    @Test
    void chatShowsWhatSomebodyWritesAsOneLineOfTheirs() {
        String text = "one\u001b[2J\n12:00 " + alice + ": two";
        assertThat(cli.run("send", "--user", bob, "--to", alice, text).code()).isEqualTo(ExitCode.OK);
        Ran ran = cli.runWith("/to " + bob + "\n", "chat", "--user", alice);
        assertThat(ran.out().lines().filter(line -> line.contains("one")))
                .singleElement()
                .satisfies(line -> assertThat(line).endsWith(" " + bob + ": one\uFFFD[2J ⏎ 12:00 " + alice + ": two"));
        assertThat(ran.out()).doesNotContain("\u001b");
        assertThat(history(alice, bob).texts()).as("stored as it is").containsExactly(text);
    }

    @Test
    void chatIsOneObjectALineWithJson() {
        cli.run("send", "--user", bob, "--to", alice, "are you there?");
        Ran ran = cli.runWith("/to " + bob + "\n你好\n/group list\n", "chat", "--user", alice, "--json");
        assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
        assertThat(ran.json())
                .extracting(object -> object.get("event").asText())
                .contains("message", "sending", "accepted");
        assertThat(ran.json())
                .filteredOn(object -> object.get("event").asText().equals("message"))
                .extracting(object -> object.get("text").asText())
                .containsExactly("are you there?");
        assertThat(ran.err()).contains("You are " + alice);
    }

    @Test
    void aTokenFromAFileIsTakenAndABadOneRefused() throws IOException {
        Path file = folder.resolve(alice + ".token");
        Files.writeString(file, Cli.bare("token", "--user", alice).out());
        assertThat(cli.run("send", "--user", alice, "--token-file", file.toString(), "--to", bob, "x")
                        .code())
                .isEqualTo(ExitCode.OK);
        Files.writeString(file, "no token");
        Ran bad = cli.run("send", "--user", alice, "--token-file", file.toString(), "--to", bob, "--json", "x");
        assertThat(bad.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(bad.error().get("error").asText()).isEqualTo("AUTH_FAILED");
    }

    @Test
    void doctorMakesARoundTrip() {
        Ran ran = cli.run("doctor", "--json");
        assertThat(ran.code()).as(ran.out()).isEqualTo(ExitCode.OK);
        List<String> checks = StreamSupport.stream(
                        ran.json().getFirst().get("findings").spliterator(), false)
                .filter(finding -> !finding.get("level").asText().equals("bad"))
                .map(finding -> finding.get("check").asText())
                .toList();
        assertThat(checks)
                .contains("server", "http port", "tcp port", "login tcp", "login ws", "accepted", "delivered");
    }

    @Test
    void conversationsAreListedWithWhatWaitsInThem() {
        String group = group();
        cli.run("send", "--user", alice, "--to", bob, "one");
        cli.run("send", "--user", alice, "--to", bob, "two\nlines");

        Ran ran = cli.run("conversations", "--user", bob, "--json");
        assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
        assertThat(ran.json())
                .extracting(conversation -> conversation.get("conversation").asText())
                .containsExactly(Ids.direct(alice, bob), "g:" + group);
        JsonNode direct = ran.json().getFirst();
        assertThat(direct.get("peer").asText()).isEqualTo(alice);
        assertThat(direct.get("unread").asInt()).isEqualTo(2);
        assertThat(direct.get("text").asText()).isEqualTo("two\nlines");
        assertThat(ran.json().getLast().get("unread").asInt()).isZero();

        Ran words = cli.run("conversations", "--user", bob, "--first", "1");
        assertThat(words.out().lines())
                .hasSize(1)
                .first()
                .asString()
                .contains("2")
                .contains(alice + ": two ⏎ lines");
        assertThat(cli.run("conversations", "--user", bob, "--first", "0").code())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aConversationIsPinnedMutedDraftedMarkedAndDeletedForOneselfAlone() {
        String group = group();
        cli.run("send", "--user", alice, "--to", bob, "one");

        Ran pinned = cli.run("conversation", "pin", "--user", bob, "--group", group, "--json");
        assertThat(pinned.code()).as(pinned.err()).isEqualTo(ExitCode.OK);
        assertThat(pinned.json().getFirst().get("pinned").asBoolean()).isTrue();
        cli.run("conversation", "mute", "--user", bob, "--with", alice);
        cli.run("conversation", "draft", "--user", bob, "--with", alice, "dear", "Alice");
        assertThat(cli.run("conversation", "mark-unread", "--user", bob, "--with", alice)
                        .out())
                .contains("muted  marked unread  draft: dear Alice");
        List<JsonNode> list = cli.run("conversations", "--user", bob, "--json").json();
        assertThat(list.getFirst().get("group").asText()).isEqualTo(group);
        assertThat(list.getLast().get("draft").asText()).isEqualTo("dear Alice");
        assertThat(list.getLast().get("markedUnread").asBoolean()).isTrue();
        cli.run("conversation", "unpin", "--user", bob, "--group", group);
        cli.run("conversation", "unmute", "--user", bob, "--with", alice);

        assertThat(cli.run("conversation", "delete", "--user", bob, "--with", alice)
                        .out())
                .contains("deleted");
        assertThat(cli.run("conversations", "--user", bob, "--json").json())
                .extracting(conversation -> conversation.get("conversation").asText())
                .containsExactly("g:" + group);
        assertThat(history(bob, alice).json()).isEmpty();
        assertThat(history(alice, bob).texts()).containsExactly("one");
        cli.run("send", "--user", alice, "--to", bob, "two");
        assertThat(history(bob, alice).texts()).containsExactly("two");

        assertThat(cli.run("conversation", "pin", "--user", bob, "--with", "nobody")
                        .code())
                .isEqualTo(ExitCode.REFUSED);
        assertThat(cli.run("conversation", "pin", "--user", bob).code()).isEqualTo(ExitCode.USAGE);
    }

    private Ran history(String user, String with) {
        return cli.run("history", "--user", user, "--with", with);
    }

    private String group() {
        String id = "g" + alice;
        Ran made = cli.run("group", "create", "--user", alice, "--id", id, bob);
        assertThat(made.code()).as(made.err()).isEqualTo(ExitCode.OK);
        return id;
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
