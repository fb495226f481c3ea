package im.hongyan.client.friend;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import im.hongyan.client.error.RefusedException;
import im.hongyan.client.error.UnansweredException;
import im.hongyan.client.friend.Contact.Friendship;
import im.hongyan.client.friend.Contact.Request;
import im.hongyan.client.rest.Rest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One's list of friends, requests and blocks. Errors with {@link RefusedException} when the server said no, and with
 * {@link UnansweredException} when it did not answer. {@link im.hongyan.client.ClientEvent.ListChanged} of {@code friends} tells
 * when it is time to ask {@link #since} again.
 */
public final class Friends {
    private static final String FRIENDS = "/api/v1/friends";
    private static final String REQUESTS = "/api/v1/friend-requests";
    private static final String BLOCKS = "/api/v1/blocks";

    private final Rest rest;

    public Friends(Rest rest) {
        this.rest = rest;
    }

    /**
     * What has changed since a version of the list; the whole list after 0, or when the server has forgotten too much meanwhile.
     */
    public Mono<FriendChanges> since(long version) {
        return rest.get(FRIENDS + "?since=" + version)
                .map(Value::getStructValue)
                .expand(page -> {
                    String next = Rest.text(page, "next");
                    return next.isEmpty()
                            ? Mono.empty()
                            : rest.get(FRIENDS + "?after=" + next).map(Value::getStructValue);
                })
                .collectList()
                .map(Friends::changes);
    }

    /** What one sees of a user, whoever it is. */
    public Mono<Contact> get(String user) {
        return rest.get(path(FRIENDS, user)).map(Friends::contact);
    }

    /** Asks a user to be friends, with a few words or none; says yes when they have asked. */
    public Mono<Contact> ask(String user, String greeting) {
        Struct body =
                Struct.newBuilder().putFields("greeting", Rest.value(greeting)).build();
        return rest.put(path(REQUESTS, user), body).map(Friends::contact);
    }

    /** Says yes to a user who has asked. */
    public Mono<Contact> approve(String user) {
        return rest.put(path(FRIENDS, user), Struct.getDefaultInstance()).map(Friends::contact);
    }

    /** Says no to a user who has asked, or takes back what one has asked them. */
    public Mono<Void> decline(String user) {
        return rest.delete(path(REQUESTS, user)).then();
    }

    /** Says how one sees a friend: one's own name for them, the labels under which they are kept. What is null stays. */
    public Mono<Contact> describe(String user, @Nullable String remark, @Nullable List<String> labels) {
        Struct.Builder body = Struct.newBuilder();
        if (remark != null) {
            body.putFields("remark", Rest.value(remark));
        }
        if (labels != null) {
            body.putFields("labels", Rest.value(labels));
        }
        return rest.patch(path(FRIENDS, user), body.build()).map(Friends::contact);
    }

    /** Ends a friendship, for both. */
    public Mono<Void> remove(String user) {
        return rest.delete(path(FRIENDS, user)).then();
    }

    /** Blocks a user, friend or not: no messages pass between the two, and neither sees what the other does. */
    public Mono<Contact> block(String user) {
        return rest.put(path(BLOCKS, user), Struct.getDefaultInstance()).map(Friends::contact);
    }

    public Mono<Void> unblock(String user) {
        return rest.delete(path(BLOCKS, user)).then();
    }

    /** Whom one has blocked; the latest first. */
    public Mono<List<Contact>> blocked() {
        return rest.get(BLOCKS).map(answer -> contacts(answer.getStructValue()));
    }

    /** Requests to one and of one's own that have not run out; the latest first. */
    public Mono<List<Contact>> requests() {
        return rest.get(REQUESTS).map(answer -> contacts(answer.getStructValue()));
    }

    private static FriendChanges changes(List<Struct> pages) {
        Struct last = pages.getLast();
        Value version = last.getFieldsMap().get("version");
        if (version == null) {
            throw new UnansweredException("the answer is no list: is this the HTTP port of a Hongyan server?");
        }
        return new FriendChanges(
                last.getFieldsOrDefault("whole", Value.getDefaultInstance()).getBoolValue(),
                (long) version.getNumberValue(),
                pages.stream().flatMap(page -> contacts(page).stream()).toList());
    }

    private static List<Contact> contacts(Struct page) {
        return page.getFieldsOrDefault("items", Value.getDefaultInstance()).getListValue().getValuesList().stream()
                .map(Friends::contact)
                .toList();
    }

    private static Contact contact(Value item) {
        Struct fields = item.getStructValue();
        String user = Rest.text(fields, "user");
        if (user.isEmpty()) {
            throw new UnansweredException("the answer is no user: is this the HTTP port of a Hongyan server?");
        }
        Value friend = fields.getFieldsMap().get("friend");
        Value request = fields.getFieldsMap().get("request");
        return new Contact(
                user,
                (long) fields.getFieldsOrDefault("version", Value.getDefaultInstance())
                        .getNumberValue(),
                friend == null ? null : friendship(friend.getStructValue()),
                request == null ? null : request(request.getStructValue()),
                Rest.time(fields, "blockedSince"));
    }

    private static Friendship friendship(Struct fields) {
        return new Friendship(known(fields, "since"), Rest.text(fields, "remark"), Rest.texts(fields, "labels"));
    }

    private static Request request(Struct fields) {
        return new Request(
                state(Rest.text(fields, "state")),
                Rest.text(fields, "greeting"),
                known(fields, "askedAt"),
                known(fields, "expiresAt"));
    }

    private static Request.State state(String word) {
        for (Request.State state : Request.State.values()) {
            if (state.name().toLowerCase(Locale.ROOT).equals(word)) {
                return state;
            }
        }
        throw new UnansweredException("the answer has a request in a state that this version does not know");
    }

    private static Instant known(Struct fields, String name) {
        Instant time = Rest.time(fields, name);
        if (time == null) {
            throw new UnansweredException("the answer has no time where there should be one");
        }
        return time;
    }

    private static String path(String list, String user) {
        return list + '/' + Rest.escaped(user);
    }
}
