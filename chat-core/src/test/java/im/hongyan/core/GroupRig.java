package im.hongyan.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import im.hongyan.core.RestRig.Answer;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.MessageEvent;
import im.hongyan.link.proto.SendBatch;
import im.hongyan.link.proto.SendResult;
import im.hongyan.wire.DevelopmentKey;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.System;
import im.hongyan.wire.frame.Text;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the tests of groups do with one, and see of it. */
abstract class GroupRig extends CoreApplicationRig {
    /** As a user of the same name in another tenant, which is made for it. */
    Answer elsewhere(String user, HttpRequest.Builder request) {
        String tenant = "other-" + group;
        rest.send(rest.request(null, "/api/v1/admin/tenants")
                .POST(BodyPublishers.ofString("{\"id\":\"" + tenant + "\"}"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + DevelopmentKey.OPERATOR_KEY));
        return rest.send(request.header("Authorization", "Bearer " + TokenRig.token(tenant, user)));
    }

    Answer appoint(String actor, String user) {
        return rest.write("PUT", actor, GROUPS + "/" + group + "/admins/" + user, "");
    }

    Answer dismiss(String actor, String user) {
        return rest.delete(actor, GROUPS + "/" + group + "/admins/" + user);
    }

    List<String> roles() {
        List<String> roles = new ArrayList<>();
        get("ann", "/members")
                .path("items")
                .forEach(item -> roles.add(
                        item.path("user").asText() + " " + item.path("role").asText()));
        return roles;
    }

    Answer change(String user, String json) {
        return rest.write("PATCH", user, GROUPS + "/" + group, json);
    }

    Answer transfer(String user, String heir) {
        return rest.write("PUT", user, GROUPS + "/" + group + "/owner", "{\"user\":\"" + heir + "\"}");
    }

    List<String> events() throws Exception {
        List<String> events = new ArrayList<>();
        for (MessageEvent event : told()) {
            events.add(system(event).getEvent());
        }
        return events;
    }

    static System system(MessageEvent event) throws InvalidProtocolBufferException {
        return Message.parseFrom(event.getMessage()).getContent().getSystem();
    }

    List<MessageEvent> told() {
        return log.stored().stream()
                .filter(event -> event.getConversation().equals("g:" + group))
                .toList();
    }

    Answer add(String user, String... members) {
        return rest.post(user, GROUPS + "/" + group + "/members", "{\"members\":" + list(members) + "}");
    }

    int remove(String user, String member) {
        return rest.delete(user, GROUPS + "/" + group + "/members/" + member).status();
    }

    JsonNode get(String user) {
        return get(user, "");
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    static List<String> users(JsonNode members) {
        List<String> users = new ArrayList<>();
        members.forEach(item -> users.add(item.path("user").asText()));
        return users;
    }

    SendResult send(String user, String clientMessageId) {
        return send(user, clientMessageId, false);
    }

    SendResult send(String user, String clientMessageId, boolean resend) {
        Send send = Send.newBuilder()
                .setConversation("g:" + group)
                .setClientMessageId(clientMessageId)
                .setResend(resend)
                .setContent(Content.newBuilder().setText(Text.newBuilder().setText("hello")))
                .build();
        SendBatch batch = SendBatch.newBuilder()
                .setPrincipal(principal(user))
                .addSends(send)
                .build();
        return Objects.requireNonNull(core.call(Calls.SEND, batch).block(Duration.ofSeconds(10)))
                .getResults(0);
    }

    JsonNode get(String user, String path) {
        return rest.get(user, GROUPS + "/" + group + path).json();
    }
}
