package im.hongyan.core.message;

import im.hongyan.core.conversation.ConversationService;
import im.hongyan.core.conversation.TestConversations;
import im.hongyan.core.log.LogClientRig;
import im.hongyan.core.message.change.ChangeRules;
import im.hongyan.core.message.change.ChangeRulesRig;
import im.hongyan.core.message.sequence.Sequencer;
import im.hongyan.core.rig.LogDouble;
import im.hongyan.core.rig.MovableClock;
import im.hongyan.core.rig.PublisherDouble;
import im.hongyan.core.rig.TestDatabase;
import im.hongyan.core.rig.TestRedis;
import im.hongyan.core.tenant.TestTenants;
import im.hongyan.link.event.EventShards;
import im.hongyan.link.proto.Principal;
import im.hongyan.link.proto.SendBatch;
import im.hongyan.link.proto.SendResult;
import im.hongyan.link.proto.SendResults;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Text;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** The message room on real Redis and an embedded database; the broker and the log are doubles. */
final class MessageRig implements AutoCloseable {
    static final Principal ALICE = principal("alice");
    static final Principal BOB = principal("bob");

    private static final RateProperties UNBOUNDED = new RateProperties(1, 0, 1, 0);

    final LogDouble log = new LogDouble();
    final PublisherDouble publisher = new PublisherDouble(log);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final MessageService messages;
    final ConversationService conversations;
    /** The clock of the windows for recalls and edits; whoever moves it moves it for all. */
    final MovableClock clock = new MovableClock();

    private final Sequencer sequencer;

    MessageRig(TestDatabase database) {
        this(database, properties(Duration.ofSeconds(3)));
    }

    MessageRig(TestDatabase database, MessageProperties properties) {
        this(database, properties, UNBOUNDED);
    }

    MessageRig(TestDatabase database, MessageProperties properties, RateProperties rates) {
        sequencer = new Sequencer(TestRedis.connection(), properties.sequencing(), meters);
        Publication publication = new Publication(
                new MessagePublisher(publisher, new EventShards(8), properties),
                sequencer,
                LogClientRig.over(log),
                properties);
        Settlement settlement = new Settlement(sequencer, publication, LogClientRig.over(log), properties, meters);
        conversations = TestConversations.over(database);
        ChangeRules changes = ChangeRulesRig.over(
                conversations,
                TestConversations.members(database, conversations),
                LogClientRig.over(log),
                sequencer,
                TestTenants.over(database),
                clock);
        messages = new MessageService(
                conversations,
                new MessageService.Checks(changes, (sender, conversation, content) -> Mono.empty()),
                settlement,
                properties,
                rates,
                meters);
    }

    SendResult send(Principal sender, Send send) {
        return send(sender, List.of(send)).getFirst();
    }

    List<SendResult> send(Principal sender, List<Send> sends) {
        SendResults results = messages.send(batch(sender, sends)).block(Duration.ofSeconds(20));
        return Objects.requireNonNull(results).getResultsList();
    }

    static SendBatch batch(Principal sender, List<Send> sends) {
        return SendBatch.newBuilder().setPrincipal(sender).addAllSends(sends).build();
    }

    static Principal principal(String user) {
        return Principal.newBuilder()
                .setTenant("default")
                .setUser(user)
                .setDevice("phone")
                .build();
    }

    static Send toPeer(String peer, String clientMessageId, String text) {
        return Send.newBuilder()
                .setPeer(peer)
                .setClientMessageId(clientMessageId)
                .setContent(text(text))
                .build();
    }

    static Send again(Send send) {
        return send.toBuilder().setResend(true).build();
    }

    static Content text(String text) {
        return Content.newBuilder().setText(Text.newBuilder().setText(text)).build();
    }

    static MessageProperties properties(Duration publishAge) {
        return properties(publishAge, Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    static MessageProperties properties(Duration publishAge, Duration confirmDeadline, Duration storedDeadline) {
        return new MessageProperties(
                1_000,
                1_000,
                512,
                1_000,
                Duration.ofMillis(50),
                Duration.ofHours(1),
                publishAge,
                confirmDeadline,
                storedDeadline,
                1_000_000);
    }

    @Override
    public void close() {
        sequencer.close();
    }
}
