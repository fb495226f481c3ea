package im.hongyan.client.group;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import im.hongyan.client.error.RefusedException;
import im.hongyan.client.error.UnansweredException;
import im.hongyan.client.rest.Rest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes, fills and lists groups. Errors with {@link RefusedException} when the server said no, and with
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
        Struct.Builder body = Struct.newBuilder().putFields("name", text(name)).putFields("members", texts(members));
        if (id != null) {
            body.putFields("id", text(id));
        }
        return rest.post(PATH, body.build()).map(answer -> group(answer.getStructValue()));
    }

    /** Adds users and answers with those of them who were no members before. */
    public Mono<List<String>> addMembers(String group, List<String> members) {
        Struct body = Struct.newBuilder().putFields("members", texts(members)).build();
        return rest.post(PATH + "/" + group + "/members", body).map(answer -> texts(answer.getStructValue(), "added"));
    }

    /** The members of a group that the user is in, in the order of their ids. */
    public Mono<List<String>> members(String group) {
        return pages(PATH + "/" + group + "/members").map(Value::getStringValue).collectList();
    }

    /** The groups that the user is a member of, in the order of their ids. */
    public Mono<List<Group>> mine() {
        return pages(PATH).map(item -> group(item.getStructValue())).collectList();
    }

    /** The items of all pages; the next page is asked for when this one is through. */
    private Flux<Value> pages(String path) {
        return rest.get(path)
                .expand(page -> {
                    String next = text(page.getStructValue(), "next");
                    return next.isEmpty() ? Mono.empty() : rest.get(path + "?after=" + next);
                })
                .concatMapIterable(page -> page.getStructValue()
                        .getFieldsOrDefault("items", Value.getDefaultInstance())
                        .getListValue()
                        .getValuesList());
    }

    private static Group group(Struct fields) {
        String id = text(fields, "id");
        if (id.isEmpty()) {
            throw new UnansweredException("the answer is no group: is this the HTTP port of a Hongyan server?");
        }
        return new Group(id, text(fields, "name"), text(fields, "owner"));
    }

    private static String text(Struct fields, String name) {
        return fields.getFieldsOrDefault(name, Value.getDefaultInstance()).getStringValue();
    }

    private static List<String> texts(Struct fields, String name) {
        return fields.getFieldsOrDefault(name, Value.getDefaultInstance()).getListValue().getValuesList().stream()
                .map(Value::getStringValue)
                .toList();
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static Value texts(List<String> texts) {
        ListValue.Builder list = ListValue.newBuilder();
        texts.forEach(text -> list.addValues(text(text)));
        return Value.newBuilder().setListValue(list).build();
    }
}
