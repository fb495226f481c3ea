package im.hongyan.cli.talk;

import im.hongyan.cli.OutputOptions;
import im.hongyan.cli.ServerOptions;
import im.hongyan.client.BlockingClient;
import im.hongyan.client.group.Group;
import im.hongyan.client.group.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** What the group verbs share. Groups go over HTTP: nothing is connected. */
abstract class GroupVerb implements Runnable {
    static final Duration WITHIN = Duration.ofSeconds(30);

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final UserOptions user = new UserOptions();

    @Override
    public void run() {
        try (BlockingClient client =
                Clients.client(server, user, Clients.newDevice("group")).build().blocking()) {
            run(client);
        }
    }

    abstract void run(BlockingClient client);

    String self() {
        return user.user();
    }

    /** All that is known of a group. */
    void print(Group group) {
        Map<String, Object> object = object(group);
        object.put("announcement", group.announcement());
        object.put("owner", group.owner());
        object.put("memberCount", group.memberCount());
        putTime(object, group.mutedUntil());
        String words = group.id() + "  " + OneLine.of(group.name()) + "  " + group.owner() + "  " + group.memberCount()
                + " members  " + mute(group.mutedUntil()) + OneLine.of(group.announcement());
        output.output().data(object, words.strip());
    }

    /** A group, with something more about it. */
    void print(Group group, String key, Object value) {
        Map<String, Object> object = object(group);
        object.put(key, value);
        String more = value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(" "))
                : value.toString();
        output.output().data(object, group.id() + "  " + OneLine.of(group.name()) + "  " + more);
    }

    /** The members of a group. */
    void printMembers(String group, List<Member> members) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("group", group);
        object.put("members", members.stream().map(Member::user).toList());
        object.put("owner", with(members, Member.Role.OWNER).findFirst().orElse(""));
        object.put("admins", with(members, Member.Role.ADMIN).toList());
        object.put(
                "muted",
                members.stream()
                        .filter(member -> member.mutedUntil() != null)
                        .map(Member::user)
                        .toList());
        output.output()
                .data(
                        object,
                        group + "  " + members.stream().map(GroupVerb::inWords).collect(Collectors.joining(" ")));
    }

    private static Stream<String> with(List<Member> members, Member.Role role) {
        return members.stream().filter(member -> member.role() == role).map(Member::user);
    }

    private static String inWords(Member member) {
        return switch (member.role()) {
            case OWNER -> member.user() + " (owner)";
            case ADMIN -> member.user() + " (admin)";
            case MEMBER -> member.user();
        };
    }

    private static void putTime(Map<String, Object> object, @Nullable Instant mutedUntil) {
        if (mutedUntil != null) {
            object.put("mutedUntil", mutedUntil.toString());
        }
    }

    private static String mute(@Nullable Instant until) {
        return until == null ? "" : "muted until " + until + "  ";
    }

    /** What was done to a group, or with it. */
    void printDone(String group, String done) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("group", group);
        object.put(done, true);
        output.output().data(object, group + "  " + done);
    }

    private static Map<String, Object> object(Group group) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("group", group.id());
        object.put("conversation", group.conversation());
        object.put("name", group.name());
        return object;
    }

    /** Users of a group. */
    void print(String group, String key, List<String> users) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("group", group);
        object.put(key, users);
        output.output().data(object, group + "  " + String.join(" ", users));
    }
}
