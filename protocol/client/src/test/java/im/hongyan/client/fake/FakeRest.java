package im.hongyan.client.fake;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;

/** The group calls of the fake server. */
final class FakeRest {
    private static final int PAGE = 2;

    private FakeRest() {}

    static HttpServerRoutes routes(HttpServerRoutes routes, FakeLog log) {
        return routes.get("/api/v1/groups", (request, response) -> mine(request, response, log))
                .post("/api/v1/groups", (request, response) -> create(request, response, log))
                .get("/api/v1/groups/{id}", (request, response) -> show(request, response, log))
                .route(
                        request -> request.method().equals(HttpMethod.PATCH),
                        (request, response) -> describe(request, response, log))
                .delete("/api/v1/groups/{id}", (request, response) -> {
                    log.dissolve(String.valueOf(request.param("id")));
                    return response.status(204).send();
                })
                .put("/api/v1/groups/{id}/owner", (request, response) -> transfer(request, response, log))
                .put("/api/v1/groups/{id}/admins/{user}", (request, response) -> admin(request, response, log::appoint))
                .delete(
                        "/api/v1/groups/{id}/admins/{user}",
                        (request, response) -> admin(request, response, log::dismiss))
                .put("/api/v1/groups/{id}/members/{user}/mute", (request, response) -> mute(request, response, log))
                .delete(
                        "/api/v1/groups/{id}/members/{user}/mute",
                        (request, response) -> unmute(request, response, log))
                .put("/api/v1/groups/{id}/mute", (request, response) -> mute(request, response, log))
                .delete("/api/v1/groups/{id}/mute", (request, response) -> unmute(request, response, log))
                .delete("/api/v1/groups/{id}/members/{user}", (request, response) -> remove(request, response, log))
                .get("/api/v1/groups/{id}/members", (request, response) -> members(request, response, log))
                .post("/api/v1/groups/{id}/members", (request, response) -> add(request, response, log));
    }

    private static Mono<Void> mine(HttpServerRequest request, HttpServerResponse response, FakeLog log) {
        List<String> ids = List.copyOf(log.groupsOf(user(request)).keySet());
        return page(request, response, ids, id -> group(log, id, false));
    }

    private static Mono<Void> members(HttpServerRequest request, HttpServerResponse response, FakeLog log) {
        String id = String.valueOf(request.param("id"));
        return page(request, response, log.members(id).stream().sorted().toList(), user -> member(log, id, user));
    }

    private static Mono<Void> page(
            HttpServerRequest request, HttpServerResponse response, List<String> all, Function<String, Value> view) {
        String after = request.uri().contains("?after=") ? request.uri().replaceFirst(".*after=", "") : "";
        List<String> left = all.stream().filter(id -> id.compareTo(after) > 0).toList();
        List<String> page = left.stream().limit(PAGE).toList();
        Struct.Builder fields = Struct.newBuilder()
                .putFields("items", values(page.stream().map(view).toList()));
        if (left.size() > page.size()) {
            fields.putFields("next", text(page.getLast()));
        }
        return answer(response, 200, Value.newBuilder().setStructValue(fields).build());
    }

    private static Mono<Void> create(HttpServerRequest request, HttpServerResponse response, FakeLog log) {
        return body(request).flatMap(body -> {
            String id = text(body, "id").isEmpty() ? "made-by-server" : text(body, "id");
            List<String> members = new ArrayList<>(List.of(user(request)));
            members.addAll(members(body));
            log.addMembers(id, text(body, "name"), members);
            return answer(response, 201, group(log, id, true));
        });
    }

    private static Mono<Void> show(HttpServerRequest request, HttpServerResponse response, FakeLog log) {
        String id = String.valueOf(request.param("id"));
        return log.hasGroup(id) ? answer(response, 200, group(log, id, true)) : nowhere(response);
    }

    private static Mono<Void> describe(HttpServerRequest request, HttpServerResponse response, FakeLog log) {
        String id = request.path().substring(request.path().lastIndexOf('/') + 1);
        return body(request).flatMap(body -> {
            String name = body.containsFields("name") ? text(body, "name") : log.name(id);
            log.describe(
                    id, name, body.containsFields("announcement") ? text(body, "announcement") : log.announcement(id));
            return answer(response, 200, group(log, id, true));
        });
    }

    private static Mono<Void> transfer(HttpServerRequest request, HttpServerResponse response, FakeLog log) {
        String id = String.valueOf(request.param("id"));
        return body(request).flatMap(body -> {
            log.giveTo(id, text(body, "user"));
            return answer(response, 200, group(log, id, true));
        });
    }

    private static Mono<Void> remove(HttpServerRequest request, HttpServerResponse response, FakeLog log) {
        String id = String.valueOf(request.param("id"));
        String user = String.valueOf(request.param("user"));
        if (!log.members(id).contains(user)) {
            return nowhere(response);
        }
        log.removeMember(id, user);
        return response.status(204).send();
    }

    private static Mono<Void> add(HttpServerRequest request, HttpServerResponse response, FakeLog log) {
        String id = String.valueOf(request.param("id"));
        if (!log.hasGroup(id)) {
            return nowhere(response);
        }
        return body(request).flatMap(body -> {
            List<String> added = members(body).stream()
                    .filter(user -> !log.members(id).contains(user))
                    .toList();
            log.addMembers(id, "", added);
            Struct fields = Struct.newBuilder()
                    .putFields(
                            "added", values(added.stream().map(FakeRest::text).toList()))
                    .build();
            return answer(
                    response, 200, Value.newBuilder().setStructValue(fields).build());
        });
    }

    private static Mono<Void> admin(
            HttpServerRequest request, HttpServerResponse response, BiConsumer<String, String> change) {
        change.accept(String.valueOf(request.param("id")), String.valueOf(request.param("user")));
        return response.status(204).send();
    }

    private static Mono<Void> mute(HttpServerRequest request, HttpServerResponse response, FakeLog log) {
        return body(request).flatMap(body -> {
            log.mute(String.valueOf(request.param("id")), muted(request), text(body, "until"));
            return response.status(204).send();
        });
    }

    private static Mono<Void> unmute(HttpServerRequest request, HttpServerResponse response, FakeLog log) {
        log.mute(String.valueOf(request.param("id")), muted(request), "");
        return response.status(204).send();
    }

    private static String muted(HttpServerRequest request) {
        String user = request.param("user");
        return user == null ? "" : user;
    }

    private static void tell(Struct.Builder fields, String mutedUntil) {
        if (!mutedUntil.isEmpty()) {
            fields.putFields("mutedUntil", text(mutedUntil));
        }
    }

    private static Value member(FakeLog log, String group, String user) {
        Struct.Builder fields =
                Struct.newBuilder().putFields("user", text(user)).putFields("role", text(log.role(group, user)));
        tell(fields, log.mutedUntil(group, user));
        return Value.newBuilder().setStructValue(fields).build();
    }

    private static Value group(FakeLog log, String id, boolean counted) {
        Struct.Builder fields = Struct.newBuilder()
                .putFields("id", text(id))
                .putFields("name", text(log.name(id)))
                .putFields("announcement", text(log.announcement(id)))
                .putFields("owner", text(log.owner(id)))
                .putFields("conversation", text(Ids.group(id)));
        if (counted) {
            int members = log.members(id).size();
            fields.putFields(
                    "memberCount", Value.newBuilder().setNumberValue(members).build());
            tell(fields, log.mutedUntil(id, ""));
        }
        return Value.newBuilder().setStructValue(fields).build();
    }

    private static Mono<Void> nowhere(HttpServerResponse response) {
        return refuse(response, ErrorCode.NOT_FOUND, "there is no such group");
    }

    private static Mono<Void> refuse(HttpServerResponse response, ErrorCode code, String detail) {
        Struct problem = Struct.newBuilder()
                .putFields("code", text(code.name()))
                .putFields("detail", text(detail))
                .build();
        return answer(
                response,
                code.httpStatus(),
                Value.newBuilder().setStructValue(problem).build());
    }

    private static Mono<Void> answer(HttpServerResponse response, int status, Value value) {
        try {
            return response.status(status)
                    .header("Content-Type", "application/json")
                    .sendString(Mono.just(JsonFormat.printer().print(value)))
                    .then();
        } catch (InvalidProtocolBufferException e) {
            return Mono.error(e);
        }
    }

    private static Mono<Struct> body(HttpServerRequest request) {
        return request.receive().aggregate().asString().map(json -> {
            Struct.Builder body = Struct.newBuilder();
            try {
                JsonFormat.parser().merge(json, body);
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException(e);
            }
            return body.build();
        });
    }

    private static String user(HttpServerRequest request) {
        String authorization = request.requestHeaders().get("Authorization", "");
        return FakeServer.user(authorization.substring("Bearer ".length()));
    }

    private static String text(Struct body, String field) {
        return body.getFieldsOrDefault(field, Value.getDefaultInstance()).getStringValue();
    }

    private static Value values(List<Value> values) {
        return Value.newBuilder()
                .setListValue(ListValue.newBuilder().addAllValues(values))
                .build();
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static List<String> members(Struct body) {
        return body.getFieldsOrDefault("members", Value.getDefaultInstance()).getListValue().getValuesList().stream()
                .map(Value::getStringValue)
                .toList();
    }
}
