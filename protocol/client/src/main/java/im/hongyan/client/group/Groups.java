package im.hongyan.client.group;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import im.hongyan.client.error.RefusedException;
import im.hongyan.client.error.UnansweredException;
import im.hongyan.client.rest.Rest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes, changes and lists groups. Errors with {@link RefusedException} when the server said no, and with
 * {@link UnansweredException} when it did not answer.
 */
public final class Groups {
    private static final String PATH = "/api/v1/groups";

    private final Rest rest;

    public Groups(Rest rest) {
        this.rest = rest;
    }

    /**
     * Makes a group; its maker is a member.
     *
     * @param id null: the server chooses
     */
    public Mono<Group> create(@Nullable String id, String name, List<String> members) {
        Struct.Builder body =
                Struct.newBuilder().putFields("name", Rest.value(name)).putFields("members", Rest.value(members));
        if (id != null) {
            body.putFields("id", Rest.value(id));
        }
        return rest.post(PATH, body.build()).map(answer -> group(answer.getStructValue()));
    }

    /** Adds users and answers with those of them who were no members before. */
    public Mono<List<String>> addMembers(String group, List<String> members) {
        Struct body =
                Struct.newBuilder().putFields("members", Rest.value(members)).build();
        return rest.post(path(group, "members"), body).map(answer -> Rest.texts(answer.getStructValue(), "added"));
    }

    /**
     * Lets a member go. The owner may let everybody else go, an admin ordinary members; everybody but the owner may let
     * themselves go, which is to leave.
     */
    public Mono<Void> removeMember(String group, String user) {
        return rest.delete(path(group, "members", user)).then();
    }

    /** A group that the user is in. */
    public Mono<Group> get(String group) {
        return rest.get(path(group)).map(answer -> group(answer.getStructValue()));
    }

    /** Changes the name, the announcement, or both; what is null stays. For the owner and the admins. */
    public Mono<Group> describe(String group, @Nullable String name, @Nullable String announcement) {
        Struct.Builder body = Struct.newBuilder();
        if (name != null) {
            body.putFields("name", Rest.value(name));
        }
        if (announcement != null) {
            body.putFields("announcement", Rest.value(announcement));
        }
        return rest.patch(path(group), body.build()).map(answer -> group(answer.getStructValue()));
    }

    /** Makes another member the owner. For the owner. */
    public Mono<Group> transfer(String group, String user) {
        Struct body = Struct.newBuilder().putFields("user", Rest.value(user)).build();
        return rest.put(path(group, "owner"), body).map(answer -> group(answer.getStructValue()));
    }

    /** Ends the group for everybody: members read on, and nobody sends any more (GROUP_DISSOLVED). For the owner. */
    public Mono<Void> dissolve(String group) {
        return rest.delete(path(group)).then();
    }

    /** Makes a member an admin. For the owner. */
    public Mono<Void> appoint(String group, String user) {
        return rest.put(path(group, "admins", user), Struct.getDefaultInstance())
                .then();
    }

    /** Makes an admin an ordinary member again. For the owner. */
    public Mono<Void> dismiss(String group, String user) {
        return rest.delete(path(group, "admins", user)).then();
    }

    /**
     * Mutes a member: until then they read, but their messages are refused with MEMBER_MUTED. The owner may mute everybody
     * else, an admin ordinary members.
     */
    public Mono<Void> mute(String group, String user, Instant until) {
        return rest.put(path(group, "members", user, "mute"), until(until)).then();
    }

    /** Lets a member speak again. */
    public Mono<Void> unmute(String group, String user) {
        return rest.delete(path(group, "members", user, "mute")).then();
    }

    /** Mutes all but the owner and the admins, whose right it is: messages of the others are refused with GROUP_MUTED. */
    public Mono<Void> muteAll(String group, Instant until) {
        return rest.put(path(group, "mute"), until(until)).then();
    }

    /** Lets everybody speak again who is not muted by name. */
    public Mono<Void> unmuteAll(String group) {
        return rest.delete(path(group, "mute")).then();
    }

    private static Struct until(Instant until) {
        return Struct.newBuilder()
                .putFields("until", Rest.value(until.toString()))
                .build();
    }

    /** The members of a group that the user is in, in the order of their ids. */
    public Mono<List<Member>> members(String group) {
        return pages(path(group, "members"))
                .map(item -> member(item.getStructValue()))
                .collectList();
    }

    /** The groups that the user is a member of, in the order of their ids. */
    public Mono<List<Group>> mine() {
        return pages(PATH).map(item -> group(item.getStructValue())).collectList();
    }

    /** The items of all pages; the next page is asked for when this one is through. */
    private Flux<Value> pages(String path) {
        return rest.get(path)
                .expand(page -> {
                    String next = Rest.text(page.getStructValue(), "next");
                    return next.isEmpty() ? Mono.empty() : rest.get(path + "?after=" + next);
                })
                .concatMapIterable(page -> page.getStructValue()
                        .getFieldsOrDefault("items", Value.getDefaultInstance())
                        .getListValue()
                        .getValuesList());
    }

    private static Group group(Struct fields) {
        String id = Rest.text(fields, "id");
        if (id.isEmpty()) {
            throw new UnansweredException("the answer is no group: is this the HTTP port of a Hongyan server?");
        }
        Value members = fields.getFieldsMap().get("memberCount");
        return new Group(
                id,
                Rest.text(fields, "name"),
                Rest.text(fields, "announcement"),
                Rest.text(fields, "owner"),
                members == null ? null : (long) members.getNumberValue(),
                Rest.time(fields, "mutedUntil"));
    }

    private static Member member(Struct fields) {
        return new Member(
                Rest.text(fields, "user"), Member.Role.of(Rest.text(fields, "role")), Rest.time(fields, "mutedUntil"));
    }

    private static String path(String... segments) {
        StringBuilder path = new StringBuilder(PATH);
        for (String segment : segments) {
            path.append('/').append(Rest.escaped(segment));
        }
        return path.toString();
    }
}
