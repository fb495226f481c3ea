package im.hongyan.core;

import com.fasterxml.jackson.databind.JsonNode;
import im.hongyan.core.RestRig.Answer;
import im.hongyan.link.call.Calls;
import im.hongyan.link.event.EventSource;
import im.hongyan.link.proto.Principal;
import im.hongyan.link.proto.SendBatch;
import im.hongyan.link.proto.SendResult;
import im.hongyan.link.route.RouteTable;
import im.hongyan.wire.DevelopmentKey;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Text;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.beans.factory.annotation.Autowired;

/** What the tests of friends do, and see of it. */
@SuppressWarnings("NullAway.Init")
abstract class FriendRig extends CoreApplicationRig {
    static final String FRIENDS = "/api/v1/friends";
    static final String REQUESTS = "/api/v1/friend-requests";
    static final String BLOCKS = "/api/v1/blocks";

    @Autowired
    EventSource events;

    @Autowired
    RouteTable routes;

    final String ann = "ann-" + group;
    final String ben = "ben-" + group;
    final String tenant = "of-" + group;

    Answer ask(String user, String peer) {
        return ask(user, peer, "hello");
    }

    Answer ask(String user, String peer, String greeting) {
        return rest.write("PUT", user, REQUESTS + "/" + peer, "{\"greeting\":\"" + greeting + "\"}");
    }

    Answer approve(String user, String peer) {
        return rest.write("PUT", user, FRIENDS + "/" + peer, "{}");
    }

    Answer decline(String user, String peer) {
        return rest.delete(user, REQUESTS + "/" + peer);
    }

    void befriend(String one, String other) {
        ask(one, other);
        approve(other, one);
    }

    Answer describe(String user, String peer, String json) {
        return rest.write("PATCH", user, FRIENDS + "/" + peer, json);
    }

    Answer part(String user, String peer) {
        return rest.delete(user, FRIENDS + "/" + peer);
    }

    Answer block(String user, String peer) {
        return rest.write("PUT", user, BLOCKS + "/" + peer, "");
    }

    Answer unblock(String user, String peer) {
        return rest.delete(user, BLOCKS + "/" + peer);
    }

    JsonNode changes(String user, long since) {
        return rest.get(user, FRIENDS + "?since=" + since).json();
    }

    JsonNode seen(String user, String peer) {
        return rest.get(user, FRIENDS + "/" + peer).json();
    }

    /** The states of requests and friendships of a user's whole list, by user. */
    Map<String, String> list(String user) {
        Map<String, String> states = new TreeMap<>();
        changes(user, 0)
                .path("items")
                .forEach(item -> states.put(item.path("user").asText(), state(item)));
        return states;
    }

    static String state(JsonNode item) {
        List<String> words = new ArrayList<>();
        if (item.has("friend")) {
            words.add("friend");
        }
        if (item.has("request")) {
            words.add(item.path("request").path("state").asText());
        }
        if (item.has("blockedSince")) {
            words.add("blocked");
        }
        if (item.has("removed")) {
            words.add("removed");
        }
        return String.join(" ", words);
    }

    /** A tenant of this test alone. */
    void makeTenant(String policies) {
        operator("POST", "", "{\"id\":\"" + tenant + "\"" + policies + "}");
    }

    Answer operator(String method, String path, String json) {
        return rest.send(rest.request(null, "/api/v1/admin/tenants" + path)
                .method(method, BodyPublishers.ofString(json))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + DevelopmentKey.OPERATOR_KEY));
    }

    /** As a user of the other tenant. */
    Answer elsewhere(String user, HttpRequest.Builder request) {
        return rest.send(request.header("Authorization", "Bearer " + TokenRig.token(tenant, user)));
    }

    HttpRequest.Builder put(String path, String json) {
        return rest.request(null, path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json));
    }

    SendResult send(String user, String peer) {
        return send(principal(user), peer, Ids.newClientMessageId(), false);
    }

    SendResult send(Principal user, String peer, String clientMessageId, boolean resend) {
        SendBatch batch = SendBatch.newBuilder()
                .setPrincipal(user)
                .addSends(hello(clientMessageId).setPeer(peer).setResend(resend))
                .build();
        return Objects.requireNonNull(core.call(Calls.SEND, batch).block(Duration.ofSeconds(10)))
                .getResults(0);
    }

    static Send.Builder hello(String clientMessageId) {
        return Send.newBuilder()
                .setClientMessageId(clientMessageId)
                .setContent(Content.newBuilder().setText(Text.newBuilder().setText("hello")));
    }

    static String code(SendResult result) {
        return result.hasAccepted() ? "" : result.getProblem().getCode();
    }
}
