package im.hongyan.client.group;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import im.hongyan.client.error.RefusedException;
import im.hongyan.wire.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Makes, fills and lists groups. Errors with {@link RefusedException} when the server said no, and with
 * {@link im.hongyan.client.error.UnansweredException} when it did not answer.
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

    /** Adds users; those who are members already stay so. */
    public Mono<Group> addMembers(String group, List<String> members) {
        Struct body = Struct.newBuilder().putFields("members", texts(members)).build();
        return rest.post(PATH + "/" + group + "/members", body).map(answer -> group(answer.getStructValue()));
    }

    /** The groups that the user is a member of. */
    public Mono<List<Group>> mine() {
        return rest.get(PATH).map(answer -> {
            ListValue list = answer.hasListValue()
                    ? answer.getListValue()
                    : answer.getStructValue()
                            .getFieldsOrDefault("groups", Value.getDefaultInstance())
                            .getListValue();
            return list.getValuesList().stream()
                    .map(item -> group(item.getStructValue()))
                    .toList();
        });
    }

    private static Group group(Struct fields) {
        String id = fields.getFieldsOrDefault("id", Value.getDefaultInstance()).getStringValue();
        if (id.isEmpty()) {
            throw RefusedException.of(ErrorCode.MALFORMED, "the server's answer is no group");
        }
        return new Group(
                id,
                fields.getFieldsOrDefault("name", Value.getDefaultInstance()).getStringValue(),
                fields.getFieldsOrDefault("members", Value.getDefaultInstance()).getListValue().getValuesList().stream()
                        .map(Value::getStringValue)
                        .toList());
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
