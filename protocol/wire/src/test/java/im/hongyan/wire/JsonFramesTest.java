package im.hongyan.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Location;
import im.hongyan.wire.frame.Ping;
import im.hongyan.wire.frame.Received;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.json.JsonFrames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFramesTest {
    private static final int LIMIT = WireLimits.BODY_BYTES;

    @Test
    void membersComeInAnyOrderAndMayBeAbsent() throws WireException {
        Frame received = new Frame(
                FrameType.RECEIVED,
                4,
                Received.newBuilder().setConversation("g:t").setUpTo(9).build());
        assertThat(JsonFrames.decode(
                        "{\"body\":{\"upTo\":\"9\",\"conversation\":\"g:t\"},\"requestId\":4,\"type\":\"RECEIVED\"}",
                        LIMIT))
                .isEqualTo(received);
        assertThat(JsonFrames.decode(" {\"type\" : \"PING\"}\n", LIMIT))
                .isEqualTo(Frame.of(FrameType.PING, Ping.getDefaultInstance()));
        assertThat(JsonFrames.decode("{\"type\":\"PING\",\"body\":null}", LIMIT).body())
                .isEqualTo(Ping.getDefaultInstance());
    }

    @Test
    void numbersMayBeStringsAndStringsKeepSixtyFourBits() throws WireException {
        assertThat(upTo("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(upTo("\"9223372036854775807\"")).isEqualTo(Long.MAX_VALUE);
        assertThat(upTo("\"-1\"")).isEqualTo(-1);
        assertThat(upTo("1.0")).isEqualTo(1);
        assertThat(upTo("1e3")).isEqualTo(1_000);
        assertThat(upTo("null")).isZero();
    }

    @Test
    void namesOfFieldsMayBeThoseOfTheProto() throws WireException {
        assertThat(JsonFrames.decode("{\"type\":\"RECEIVED\",\"body\":{\"up_to\":1}}", LIMIT)
                        .body())
                .isEqualTo(Received.newBuilder().setUpTo(1).build());
    }

    @Test
    void bothAlphabetsOfBase64AreRead() throws WireException {
        for (String base64 : new String[] {"-_8=", "+/8=", "-_8", "+/8"}) {
            Send send =
                    (Send) send("{\"custom\":{\"data\":\"" + base64 + "\"}}").body();
            assertThat(send.getContent().getCustom().getData().toByteArray())
                    .isEqualTo(HexFormat.of().parseHex("fbff"));
        }
        refuses(content("{\"custom\":{\"data\":\"*\"}}"), ErrorCode.INVALID_FIELD, "content.custom.data");
    }

    @Test
    void specialDoublesHaveNames() throws WireException {
        Send send = (Send) send("{\"location\":{\"latitude\":\"NaN\",\"longitude\":\"-Infinity\"}}")
                .body();
        Location location = send.getContent().getLocation();
        assertThat(location.getLatitude()).isNaN();
        assertThat(location.getLongitude()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void minusZeroIsKept() throws WireException {
        Send send = (Send) send("{\"location\":{\"latitude\":-0.0}}").body();
        double latitude = send.getContent().getLocation().getLatitude();
        assertThat(Double.doubleToRawLongBits(latitude)).isEqualTo(Double.doubleToRawLongBits(-0.0));
        refuses(content("{\"location\":{\"latitude\":\"1d\"}}"), ErrorCode.INVALID_FIELD, "content.location.latitude");
    }

    // B23, B51
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "null",
                "[]",
                "\"SEND\"",
                "{",
                "{\"type\":\"PING\"",
                "{\"type\":\"PING\"}x",
                "{\"type\":\"PING\"}{}",
                "{\"type\":\"PING\",}",
                "{\"type\":\"PING\",\"type\":\"PING\"}",
                "{\"type\":\"PING\",\"body\":{},\"body\":{}}",
                "{type:\"PING\"}",
                "{'type':'PING'}",
                "{\"type\":\"PING\",\"requestId\":01}",
                "{\"type\":\"PING\",\"requestId\":NaN}",
                "{\"type\":\"PING\",\"requestId\":+1}",
                "{\"type\":\"PING\" /* */}",
                ")]}'\n{\"type\":\"PING\"}",
                "{\"type\":\"PI\nNG\"}",
                "{\"type\":\"PING\",\"body\":TRUE}",
                "{\"type\":\"RECEIVED\",\"body\":{\"conversation\":\"a\tb\"}}",
                "{\"type\":\"RECEIVED\",\"body\":{\"conversation\":\"\\x\"}}",
                "{\"type\":\"RECEIVED\",\"body\":{\"upTo\":1,\"upTo\":2}}",
                "{\"type\":\"RECEIVED\",\"body\":{\"upTo\":1,\"up_to\":2}}",
                "{\"type\":\"RECEIVED\",\"body\":{\"upTo\":null,\"upTo\":2}}"
            })
    void whatIsNotOneStrictObjectIsMalformed(String text) {
        assertThat(refusal(text).code()).isEqualTo(ErrorCode.MALFORMED);
        assertThat(refusal(text).recoverable()).isFalse();
    }

    // B12
    @Test
    void anUnknownTypeIsRecoverable() {
        WireException refusal = refusal("{\"type\":\"SHOUT\",\"requestId\":3,\"body\":{\"x\":[{}]}}");
        assertThat(refusal.code()).isEqualTo(ErrorCode.UNKNOWN_COMMAND);
        assertThat(refusal.requestId()).isEqualTo(3);
        assertThat(refusal.recoverable()).isTrue();
        assertThat(refusal("{\"type\":\"UNRECOGNIZED\"}").code()).isEqualTo(ErrorCode.UNKNOWN_COMMAND);
        assertThat(refusal("{\"type\":\"FRAME_TYPE_UNSPECIFIED\"}").code()).isEqualTo(ErrorCode.UNKNOWN_COMMAND);
    }

    // B51
    @Test
    void aFieldOfAWrongKindIsNamed() {
        refuses("{}", ErrorCode.INVALID_FIELD, "type");
        refuses("{\"type\":4}", ErrorCode.INVALID_FIELD, "type");
        refuses("{\"type\":\"PING\",\"requestId\":-1}", ErrorCode.INVALID_FIELD, "requestId");
        refuses("{\"type\":\"PING\",\"requestId\":4294967296}", ErrorCode.INVALID_FIELD, "requestId");
        refuses("{\"type\":\"PING\",\"requestId\":\"1\"}", ErrorCode.INVALID_FIELD, "requestId");
        refuses("{\"type\":\"PING\",\"extra\":1}", ErrorCode.INVALID_FIELD, null);
        refuses("{\"type\":\"PING\",\"body\":[]}", ErrorCode.INVALID_FIELD, null);
        refuses(content("\"hello\""), ErrorCode.INVALID_FIELD, "content");
        refuses(content("{\"text\":{\"text\":1}}"), ErrorCode.INVALID_FIELD, "content.text.text");
        refuses(content("{\"text\":{\"mentions\":{}}}"), ErrorCode.INVALID_FIELD, "content.text.mentions");
        refuses(content("{\"text\":{\"mentions\":[null]}}"), ErrorCode.INVALID_FIELD, "content.text.mentions");
        refuses(content("{\"text\":{},\"recall\":{}}"), ErrorCode.INVALID_FIELD, "content.recall");
        refuses(content("{\"text\":{\"text\":\"\\ud800\"}}"), ErrorCode.INVALID_FIELD, "content.text.text");
        refuses("{\"type\":\"SEND\",\"body\":{\"resend\":\"true\"}}", ErrorCode.INVALID_FIELD, "resend");
        refuses("{\"type\":\"RECEIPT\",\"body\":{\"kind\":\"LIKED\"}}", ErrorCode.INVALID_FIELD, "kind");
    }

    // B51, B61
    @Test
    void numbersOutOfRangeAreRefusedAtOnce() {
        for (String number : new String[] {
            "9223372036854775808",
            "\"9223372036854775808\"",
            "1.5",
            "1e999999999",
            "\"1e999999999\"",
            "1e-999999999",
            "\"\"",
            "\" 1\"",
            "\"0x10\"",
            "\"\u0661\"",
            "true",
            "{}",
            "\"" + "9".repeat(10_000) + "\""
        }) {
            refuses("{\"type\":\"RECEIVED\",\"body\":{\"upTo\":" + number + "}}", ErrorCode.INVALID_FIELD, "up_to");
        }
        refuses("{\"type\":\"SYNC\",\"body\":{\"limit\":\"1e999999999\"}}", ErrorCode.INVALID_FIELD, "limit");
        refuses("{\"type\":\"SYNC\",\"body\":{\"limit\":-1}}", ErrorCode.INVALID_FIELD, "limit");
        refuses(content("{\"location\":{\"latitude\":1e400}}"), ErrorCode.INVALID_FIELD, "content.location.latitude");
    }

    // B46, B52
    @Test
    void membersThatAreNotKnownAreNotDroppedInSilence() {
        for (String name : new String[] {"conversaton", "@type", "@class", "fromId", "seq", "tenant", "__proto__"}) {
            refuses(
                    "{\"type\":\"SEND\",\"body\":{\"" + name + "\":\"java.lang.Runtime\"}}",
                    ErrorCode.INVALID_FIELD,
                    null);
        }
    }

    // B51
    @Test
    void hostileTextIsRefusedInBoundedTime() {
        String[] hostile = {
            "[".repeat(1_000),
            "{\"type\":\"SEND\",\"body\":" + "{\"content\":".repeat(1_000) + "1" + "}".repeat(1_001),
            "{\"type\":\"SEND\",\"body\":" + "[".repeat(40_000) + "]".repeat(40_000) + "}",
            "{\"type\":\"PING\",\"requestId\":" + "9".repeat(10_000) + "}",
            "{\"type\":\"RECEIVED\",\"body\":{\"upTo\":" + "9".repeat(10_000) + "}}",
            "{\"type\":\"RECEIVED\",\"body\":{\"upTo\":1" + "0".repeat(10_000) + "}}",
            "{" + "\"k\":1,".repeat(10_000) + "\"type\":\"PING\"}",
            "{\"type\":\"SEND\",\"body\":{" + keys(10_000) + "}}",
            "{\"type\":\"SEND\",\"body\":{\"content\":{\"text\":{\"text\":\"" + "\\u0000".repeat(13_000),
            "\"" + "\\".repeat(80_000),
            " ".repeat(81_000)
        };
        for (String text : hostile) {
            assertThat(refusal(text).code()).isIn(ErrorCode.MALFORMED, ErrorCode.INVALID_FIELD);
            Cost cost = Cost.of(() -> JsonFrames.decode(text, LIMIT));
            assertThat(cost.cpuMillis()).isLessThan(50);
            assertThat(cost.allocatedBytes()).isLessThan(64L * LIMIT);
        }
    }

    // B56
    @Test
    void tenThousandMentionsAreReadInBoundedTime() {
        String text = content("{\"text\":{\"mentions\":[" + "{},".repeat(10_000) + "{}]}}");
        Cost cost = Cost.of(() -> JsonFrames.decode(text, LIMIT));
        assertThat(cost.cpuMillis()).isLessThan(50);
        assertThat(cost.allocatedBytes()).isLessThan(64L * text.length());
    }

    // B21
    @Test
    void aTextOverTheLimitIsNotRead() {
        assertThat(catchThrowableOfType(WireException.class, () -> JsonFrames.decode("{\"type\":\"PING\"}", 14))
                        .code())
                .isEqualTo(ErrorCode.FRAME_TOO_LARGE);
        ByteBuffer bytes = ByteBuffer.wrap("{\"type\":\"雁\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(catchThrowableOfType(WireException.class, () -> JsonFrames.decode(bytes, 13))
                        .code())
                .isEqualTo(ErrorCode.FRAME_TOO_LARGE);
    }

    // B23
    @Test
    void bytesThatAreNotUtf8AreMalformed() {
        byte[] bytes = "{\"type\":\"PING\"}".getBytes(StandardCharsets.UTF_8);
        bytes[11] = (byte) 0xC3;
        assertThat(catchThrowableOfType(WireException.class, () -> JsonFrames.decode(ByteBuffer.wrap(bytes), LIMIT))
                        .code())
                .isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void refusalsNeverEchoTheInput() {
        for (String text : new String[] {
            "{\"type\":\"SECRET\"}",
            "{\"SECRET\":1,\"type\":\"PING\"}",
            "{\"type\":\"SEND\",\"body\":{\"SECRET\":1}}",
            "{\"type\":\"RECEIPT\",\"body\":{\"kind\":\"SECRET\"}}",
            "{\"type\":\"RECEIVED\",\"body\":{\"upTo\":\"SECRET\"}}",
            "SECRET"
        }) {
            assertThat(Problems.of(refusal(text)).toString()).doesNotContain("SECRET");
        }
    }

    private static String keys(int count) {
        StringBuilder keys = new StringBuilder("\"k0\":0");
        for (int i = 1; i < count; i++) {
            keys.append(",\"").append(Integer.toString(i, 36)).append("\":0");
        }
        return keys.toString();
    }

    private static String content(String json) {
        return "{\"type\":\"SEND\",\"body\":{\"content\":" + json + "}}";
    }

    private static Frame send(String content) throws WireException {
        return JsonFrames.decode(content(content), LIMIT);
    }

    private static long upTo(String json) throws WireException {
        Frame frame = JsonFrames.decode("{\"type\":\"RECEIVED\",\"body\":{\"upTo\":" + json + "}}", LIMIT);
        return ((Received) frame.body()).getUpTo();
    }

    private static void refuses(String text, ErrorCode code, @Nullable String field) {
        assertThat(refusal(text).code()).as(text).isEqualTo(code);
        assertThat(refusal(text).field()).as(text).isEqualTo(field);
    }

    private static WireException refusal(String text) {
        return catchThrowableOfType(WireException.class, () -> JsonFrames.decode(text, LIMIT));
    }
}
