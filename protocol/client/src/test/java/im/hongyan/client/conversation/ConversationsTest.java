package im.hongyan.client.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.client.error.RefusedException;
import im.hongyan.client.rest.Rest;
import im.hongyan.client.transport.Trust;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** What the SDK makes of the server's answers about conversations. */
class ConversationsTest {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final String DIRECT = """
            {"conversation":"d:ann:ben","peer":"ben","name":"Ben","avatar":"","activeAt":"2026-11-24T02:00:00.123Z","head":12,
             "read":10,"peerRead":11,"peerReceived":12,"lastMessage":{"conversation":"d:ann:ben","sequence":"12","sender":"ben",
             "time":"1700000000000","content":{"text":{"text":"see you","mentions":[{"user":"ann","start":1,"length":2}]}},
             "ofALaterVersion":{"x":[1]}},"unread":2,"mentioned":11,"pinned":true,"muted":false,"markedUnread":true,
             "draft":"dear"}""";
    private static final String GROUP = """
            {"conversation":"g:geese","group":"geese","name":"Geese","avatar":"","head":0,"read":0,"peerRead":0,
             "peerReceived":0,"unread":0,"pinned":false,"muted":true,"markedUnread":false,"draft":""}""";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private DisposableServer server;
    private Conversations conversations;

    @BeforeEach
    void start() {
        server = HttpServer.create()
                .port(0)
                .handle((request, response) -> request.receive()
                        .aggregate()
                        .asString()
                        .defaultIfEmpty("")
                        .flatMap(body -> {
                            asked.add(request.method() + " " + request.uri() + " " + body);
                            return response.status(status)
                                    .sendString(Mono.just(answer(request.uri())))
                                    .then();
                        }))
                .bindNow();
        conversations = new Conversations(Rest.at("http://127.0.0.1:" + server.port(), new Trust.Platform(), WITHIN));
    }

    @AfterEach
    void stop() {
        server.disposeNow();
    }

    private String answer(String uri) {
        if (status != 200) {
            return "{\"code\":\"NOT_FOUND\",\"detail\":\"there is none\"}";
        }
        if (uri.contains("since=")) {
            return "{\"items\":[{\"conversation\":\"g:geese\",\"version\":8,\"pinned\":true,\"muted\":false,"
                    + "\"markedUnread\":false,\"draft\":\"\",\"clearedTo\":7}],\"version\":8,\"more\":true}";
        }
        if (uri.endsWith("conversations/g%3Ageese%3F")) {
            return GROUP;
        }
        if (uri.contains("conversations/")) {
            return "{\"pinned\":true,\"muted\":false,\"markedUnread\":false,\"draft\":\"x\"}";
        }
        return uri.contains("after=")
                ? "{\"items\":[" + GROUP + "],\"version\":7}"
                : "{\"items\":[" + DIRECT + "],\"next\":\"a_b-c\",\"version\":7}";
    }

    @Test
    void readsTheListPageByPage() {
        List<Conversation> all =
                Objects.requireNonNull(conversations.all().collectList().block(WITHIN));

        assertThat(asked)
                .containsExactly(
                        "GET /api/v1/conversations?limit=0 ", "GET /api/v1/conversations?limit=0&after=a_b-c ");
        Conversation direct = all.getFirst();
        assertThat(direct.face()).isEqualTo(new Conversation.Face("ben", null, "Ben", ""));
        assertThat(direct.marks()).isEqualTo(new Conversation.Marks(12, 10, 11, 12));
        assertThat(direct.unread()).isEqualTo(new Conversation.Unread(2, 11));
        assertThat(direct.activeAt()).isEqualTo(Instant.parse("2026-11-24T02:00:00.123Z"));
        assertThat(direct.settings()).isEqualTo(new Settings(true, false, true, "dear"));
        assertThat(Objects.requireNonNull(direct.last()).getSequence()).isEqualTo(12);
        assertThat(direct.last().getContent().getText().getMentions(0).getLength())
                .isEqualTo(2);
        Conversation group = all.getLast();
        assertThat(group.face().group()).isEqualTo("geese");
        assertThat(group.last()).isNull();
        assertThat(group.activeAt()).isNull();
        assertThat(group.settings().muted()).isTrue();
    }

    @Test
    void readsOne() {
        assertThat(Objects.requireNonNull(conversations.get("g:geese?").block(WITHIN))
                        .id())
                .isEqualTo("g:geese");
    }

    @Test
    void setsOneThingAtATime() {
        assertThat(conversations.pin("d:ann:ben", true).block(WITHIN)).isEqualTo(new Settings(true, false, false, "x"));
        conversations.draft("g:geese", "dear\n").block(WITHIN);
        conversations.delete("g:geese").block(WITHIN);
        assertThat(asked)
                .containsExactly(
                        "PATCH /api/v1/conversations/d%3Aann%3Aben {\"pinned\":true}",
                        "PATCH /api/v1/conversations/g%3Ageese {\"draft\":\"dear\\n\"}",
                        "DELETE /api/v1/conversations/g%3Ageese ");
    }

    @Test
    void readsWhatChanged() {
        SettingChanges changes = Objects.requireNonNull(conversations.changes(3).block(WITHIN));
        assertThat(changes)
                .isEqualTo(new SettingChanges(
                        List.of(new SettingChanges.Change("g:geese", new Settings(true, false, false, ""), 7)),
                        8,
                        true));
        assertThat(asked).containsExactly("GET /api/v1/conversations?since=3 ");
    }

    @Test
    void tellsWhatTheServerRefuses() {
        status = 404;
        assertThatThrownBy(() -> conversations.pin("g:other", true).block(WITHIN))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.problem().getCode()).isEqualTo("NOT_FOUND"));
        assertThatThrownBy(() -> conversations.page("after=", -1).block(WITHIN)).isInstanceOf(RefusedException.class);
    }
}
