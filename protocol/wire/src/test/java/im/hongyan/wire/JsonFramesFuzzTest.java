package im.hongyan.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import im.hongyan.wire.json.JsonFrames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** As {@link FrameCodecFuzzTest}, for text; and the stock parser of the mapping agrees wherever ours accepts. */
class JsonFramesFuzzTest {
    private static final String[] TOKENS = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "null",
        "true",
        "0",
        "-1",
        "1e999999999",
        "\"@type\"",
        "\"body\":{",
        "\\ud800",
        "\\u0000",
        " ",
        "\"content\":{\"text\":{",
        "[[[[[[[[[[",
        "\"conversation\":\"d:a:b\","
    };

    @Property
    void everyFrameComesBackAsItWas(@ForAll Random random) throws WireException {
        Frame frame = RandomFrames.next(random);
        assertThat(JsonFrames.decode(JsonFrames.encode(frame), WireLimits.BODY_BYTES))
                .isEqualTo(frame);
    }

    @Property
    void mutatedTextIsReadOrRefused(@ForAll Random random) {
        byte[] bytes = Mutation.of(random, utf8(random), utf8(random));
        Cost cost = Cost.of(() -> JsonFrames.decode(ByteBuffer.wrap(bytes), WireLimits.BODY_BYTES));
        assertThat(cost.allocatedBytes()).isLessThan(16 * 1024 + 64L * bytes.length);
    }

    @Property
    void whatWeAcceptTheStockParserReadsAlike(@ForAll Random random) throws InvalidProtocolBufferException {
        StringBuilder json = new StringBuilder(JsonFrames.encode(RandomFrames.next(random)));
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(json.length());
            json.replace(at, Math.min(json.length(), at + random.nextInt(4)), TOKENS[random.nextInt(TOKENS.length)]);
        }
        String text = json.toString();
        if (text.contains("-0")) {
            return; // the stock parser forgets the sign of zero
        }
        Frame frame;
        try {
            frame = JsonFrames.decode(text, WireLimits.BODY_BYTES);
        } catch (WireException refused) {
            return;
        }
        Message.Builder stock = ((Message) frame.body()).newBuilderForType();
        var body = GoldenFile.parse(text).getAsJsonObject().get("body");
        if (body != null && !body.isJsonNull()) {
            JsonFormat.parser().merge(body.toString(), stock);
        }
        assertThat(frame.body()).isEqualTo(stock.build());
    }

    private static byte[] utf8(Random random) {
        return JsonFrames.encode(RandomFrames.next(random)).getBytes(StandardCharsets.UTF_8);
    }
}
