package im.hongyan.persistence.judge;

import static im.hongyan.persistence.store.Samples.DIRECT;
import static im.hongyan.persistence.store.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import im.hongyan.link.proto.MessageEvent;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IntakeTest {
    private static final int MOST_BYTES = 1_000;

    @Test
    void takesSoundRecordsInOrder() {
        Intake intake = intake(sound("a"), sound("b"));

        assertThat(intake.refusal()).isNull();
        assertThat(intake.messages())
                .extracting(message -> message.key().clientMessageId())
                .containsExactly("a", "b");
    }

    @Test
    void keepsTheSoundRecordsBesideAPoisonedOne() {
        Intake intake = intake(sound("a"), ByteString.copyFromUtf8("\u00ff\u00ff garbage"), sound("b"));

        assertThat(intake.messages()).hasSize(2);
        assertThat(intake.refusal()).isEqualTo("record 2 of 3: not a message event");
    }

    @Test
    void refusesAnEmptyRecord() {
        assertThat(intake(ByteString.EMPTY).refusal()).isEqualTo("record 1 of 1: tenant is an id");
    }

    @Test
    void takesASystemMessage() {
        assertThat(intake(changed(event -> event.setSender(""))).refusal()).isNull();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesWhatTheTablesCannotHold(Consumer<MessageEvent.Builder> change, String rule) {
        Intake intake = intake(changed(change));

        assertThat(intake.messages()).isEmpty();
        assertThat(intake.refusal()).endsWith(rule);
    }

    static List<Object[]> refusals() {
        return List.of(
                refusal(event -> event.setTenant("a/b"), "tenant is an id"),
                refusal(event -> event.setTenant("x".repeat(65)), "tenant is an id"),
                refusal(event -> event.setConversation("d:bob:alice"), "conversation is the id of a conversation"),
                refusal(event -> event.setSender("鸿"), "sender is empty or an id"),
                refusal(event -> event.setClientMessageId(""), "client_message_id is a client message id"),
                refusal(event -> event.setMessageId(""), "message_id is an id"),
                refusal(event -> event.setSequence(0), "sequence is 1 to 2^53"),
                refusal(event -> event.setSequence(Long.MAX_VALUE), "sequence is 1 to 2^53"),
                refusal(event -> event.setSequence(2), "message carries another sequence"),
                refusal(
                        event -> event.setMessage(ByteString.copyFrom(new byte[MOST_BYTES + 1])),
                        "message is at most 1000 bytes"),
                refusal(
                        event -> event.setMessage(ByteString.copyFrom(new byte[] {0x0a, 0x7f})),
                        "message is not an encoded message"));
    }

    @Property
    void readsAnythingWithoutAnException(@ForAll byte[] record) {
        Intake intake = intake(ByteString.copyFrom(record));

        assertThat(intake.messages().isEmpty()).isEqualTo(intake.refusal() != null);
    }

    private static Object[] refusal(Consumer<MessageEvent.Builder> change, String rule) {
        return new Object[] {change, rule};
    }

    private static Intake intake(ByteString... records) {
        return Intake.of(List.of(records), MOST_BYTES);
    }

    private static ByteString sound(String id) {
        return event(DIRECT, 1, "alice", id).toByteString();
    }

    private static ByteString changed(Consumer<MessageEvent.Builder> change) {
        MessageEvent.Builder event = event(DIRECT, 1, "alice", "a").toBuilder();
        change.accept(event);
        return event.build().toByteString();
    }
}
