package im.hongyan.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Hello;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code docs/protocol.md} says what the code does: no frame, field, code, limit or example is missing, wrong or left over. */
class ProtocolDocumentTest {
    private static final FileDescriptor PROTO = Hello.getDescriptor().getFile();
    private static final Map<String, FrameType> FRAMES = frames();

    private final ProtocolDocument document = ProtocolDocument.read();

    ProtocolDocumentTest() throws IOException {}

    @TestFactory
    Stream<DynamicTest> everyMessageHasASectionWithItsFields() {
        return PROTO.getMessageTypes().stream()
                .map(message -> DynamicTest.dynamicTest(message.getName(), () -> {
                    List<List<String>> expected = new ArrayList<>();
                    for (FieldDescriptor field : message.getFields()) {
                        expected.add(List.of(field.getNumber() + "", "`" + field.getName() + "`", type(field)));
                    }
                    assertThat(document.section(3, heading(message)).rows(3)).containsExactlyElementsOf(expected);
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyFrameSaysItsNumberItsSenderAndItsLane() {
        return FRAMES.values().stream()
                .map(type -> DynamicTest.dynamicTest(type.name(), () -> {
                    String sender = FrameTypes.fromClient(type) && FrameTypes.fromServer(type)
                            ? "client ↔ server"
                            : FrameTypes.fromClient(type) ? "client → server" : "server → client";
                    String lane = FrameTypes.lane(type).name().toLowerCase(Locale.ROOT);
                    String body =
                            FrameTypes.emptyBody(type).getDescriptorForType().getName();
                    assertThat(document.section(3, type.name()).lines())
                            .contains("`" + type.getNumber() + "` · " + sender + " · " + lane + " · `" + body + "`");
                }));
    }

    @Test
    void everyEnumHasItsValues() {
        for (EnumDescriptor type : PROTO.getEnumTypes()) {
            if (!type.getName().equals("FrameType")) {
                List<List<String>> expected = type.getValues().stream()
                        .map(value -> List.of(value.getNumber() + "", "`" + value.getName() + "`"))
                        .toList();
                assertThat(document.section(3, type.getName()).rows(2)).containsExactlyElementsOf(expected);
            }
        }
    }

    @Test
    void thereIsNoSectionForWhatDoesNotExist() {
        List<String> expected = new ArrayList<>();
        PROTO.getMessageTypes().forEach(message -> expected.add(heading(message)));
        PROTO.getEnumTypes().forEach(type -> expected.add(type.getName()));
        expected.remove("FrameType");
        assertThat(document.headings(3)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void everyCodeIsThereWithItsPlaceOnEveryChannel() {
        List<List<String>> expected = Arrays.stream(ErrorCode.values())
                .map(code -> List.of(
                        "`" + code.name() + "`",
                        code.httpStatus() + "",
                        code.closeCode() + "",
                        code.retryable() ? "retryable" : "final"))
                .toList();
        assertThat(document.section(2, "Codes").rows(4)).containsExactlyElementsOf(expected);
    }

    @Test
    void everyLimitIsThereWithItsValue() {
        List<List<String>> expected = Arrays.stream(WireLimits.class.getFields())
                .map(field -> List.of("`" + field.getName() + "`", String.format(Locale.ROOT, "%,d", value(field))))
                .toList();
        assertThat(document.section(2, "Limits").rows(2)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void theExamplesAreTheBytesOfTheGoldenFile() throws IOException {
        GoldenFile golden = GoldenFile.read();
        Map<String, String> hex = document.examples("hex");
        assertThat(hex).hasSizeGreaterThan(3);
        hex.forEach((name, text) -> {
            String bytes = text.replaceAll("#.*", "").replaceAll("\\s", "").toLowerCase(Locale.ROOT);
            assertThat(bytes).as(name).isEqualTo(golden.named(name).hex());
        });
        Map<String, String> json = document.examples("json");
        assertThat(json).hasSizeGreaterThan(1);
        json.forEach((name, text) -> assertThat(GoldenFile.parse(text))
                .as(name)
                .isEqualTo(golden.named(name).json()));
    }

    @Test
    void everyLinkWithinThePageLeadsSomewhere() {
        assertThat(document.anchors()).containsAll(document.linksWithin());
    }

    private static Map<String, FrameType> frames() {
        Map<String, FrameType> frames = new LinkedHashMap<>();
        for (int number = 0; number < 256; number++) {
            FrameType type = FrameTypes.ofNumber(number);
            if (type != null) {
                frames.put(FrameTypes.emptyBody(type).getDescriptorForType().getName(), type);
            }
        }
        return frames;
    }

    private static String heading(Descriptor message) {
        FrameType frame = FRAMES.get(message.getName());
        return frame == null ? message.getName() : frame.name();
    }

    private static String type(FieldDescriptor field) {
        String type =
                switch (field.getJavaType()) {
                    case MESSAGE -> field.getMessageType().getName();
                    case ENUM -> field.getEnumType().getName();
                    default -> field.getType().name().toLowerCase(Locale.ROOT);
                };
        String choice = field.getContainingOneof() == null
                ? ""
                : ", one of " + field.getContainingOneof().getName();
        return (field.isRepeated() ? "repeated " : "") + type + choice;
    }

    private static int value(java.lang.reflect.Field field) {
        try {
            return field.getInt(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
