package im.hongyan.client.fake;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import im.hongyan.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;

/** The group calls of the fake server. */
final class FakeRest {
    private FakeRest() {}

    static HttpServerRoutes routes(HttpServerRoutes routes, FakeLog log) {
        return routes.get("/api/v1/groups", (request, response) -> mine(request, response, log))
                .post("/api/v1/groups", (request, response) -> create(request, response, log))
                .post("/api/v1/groups/{id}/members", (request, response) -> add(request, response, log));
    }

    private static Mono<Void> mine(HttpServerRequest request, HttpServerResponse response, FakeLog log) {
        ListValue.Builder list = ListValue.newBuilder();
        log.groupsOf(user(request)).keySet().forEach(id -> list.addValues(group(log, id)));
        return answer(response, 200, Value.newBuilder().setListValue(list).build());
    }

    private static Mono<Void> create(HttpServerRequest request, HttpServerResponse response, FakeLog log) {
        return body(request).flatMap(body -> {
            String id = text(body, "id").isEmpty() ? "made-by-server" : text(body, "id");
            List<String> members = new ArrayList<>(List.of(user(request)));
            members.addAll(members(body));
            log.addMembers(id, text(body, "name"), members);
            return answer(response, 201, group(log, id));
        });
    }

    private static Mono<Void> add(HttpServerRequest request, HttpServerResponse response, FakeLog log) {
        String id = String.valueOf(request.param("id"));
        if (!log.hasGroup(id)) {
            return refuse(response, ErrorCode.NOT_FOUND, "there is no such group");
        }
        return body(request).flatMap(body -> {
            log.addMembers(id, "", members(body));
            return answer(response, 200, group(log, id));
        });
    }

    private static Value group(FakeLog log, String id) {
        ListValue.Builder members = ListValue.newBuilder();
        log.members(id).forEach(member -> members.addValues(text(member)));
        Struct.Builder fields = Struct.newBuilder()
                .putFields("id", text(id))
                .putFields("members", Value.newBuilder().setListValue(members).build());
        log.groupsOf(log.members(id).getFirst()).entrySet().stream()
                .filter(entry -> entry.getKey().equals(id))
                .forEach(entry -> fields.putFields("name", text(entry.getValue())));
        return Value.newBuilder().setStructValue(fields).build();
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

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static List<String> members(Struct body) {
        return body.getFieldsOrDefault("members", Value.getDefaultInstance()).getListValue().getValuesList().stream()
                .map(Value::getStringValue)
                .toList();
    }
}
