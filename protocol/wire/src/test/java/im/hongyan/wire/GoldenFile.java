package im.hongyan.wire;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import im.hongyan.wire.json.JsonFrames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** {@code golden/frames.json}: one vector a line. */
record GoldenFile(List<Golden> frames, List<Refused> refused) {
    static final Path PATH = Path.of("src/test/resources/golden/frames.json");

    /** A frame in its two forms. */
    record Golden(String name, String hex, JsonElement json) {}

    /** Bytes that a decoder with this limit refuses. */
    record Refused(String name, String hex, int maxBodyBytes, String code, boolean recoverable) {}

    private static final List<Refused> REFUSED = List.of(
            new Refused("http-request", "474554202f20485454502f312e310d0a", 81_920, "MALFORMED", false),
            new Refused("tls-client-hello", "160301", 81_920, "MALFORMED", false),
            new Refused("one-wrong-byte", "00", 81_920, "MALFORMED", false),
            new Refused("version-2", "e902", 81_920, "UNSUPPORTED_VERSION", false),
            new Refused("flag-set", "e9010201", 81_920, "UNSUPPORTED_CODEC", false),
            new Refused("length-minus-one", "e901020000000001ffffffff", 81_920, "MALFORMED", false),
            new Refused("length-two-to-the-31-minus-one", "e9010200000000017fffffff", 81_920, "FRAME_TOO_LARGE", false),
            new Refused("one-byte-over-the-limit", "e90104000000000100014001", 81_920, "FRAME_TOO_LARGE", false),
            new Refused(
                    "one-byte-over-the-limit-before-login",
                    "e90101000000000100001001",
                    4_096,
                    "FRAME_TOO_LARGE",
                    false),
            new Refused("unknown-type", "e9013f000000000100000002abcd", 81_920, "UNKNOWN_COMMAND", true),
            new Refused("type-zero", "e90100000000000100000000", 81_920, "UNKNOWN_COMMAND", true),
            new Refused("body-ends-inside-a-field", "e901050000000001000000040a0b643a", 81_920, "MALFORMED", false),
            new Refused("body-with-an-end-group", "e9010200000000010000000104", 81_920, "MALFORMED", false),
            new Refused("body-with-field-number-zero", "e901020000000001000000020000", 81_920, "MALFORMED", false),
            new Refused("string-that-is-not-utf8", "e901050000000001000000040a02c328", 81_920, "MALFORMED", false),
            new Refused(
                    "string-with-a-lone-surrogate", "e901050000000001000000050a03eda080", 81_920, "MALFORMED", false));

    static GoldenFile read() throws IOException {
        JsonObject file = JsonParser.parseString(Files.readString(PATH)).getAsJsonObject();
        List<Golden> frames = new ArrayList<>();
        for (JsonElement element : file.getAsJsonArray("frames")) {
            JsonObject golden = element.getAsJsonObject();
            frames.add(new Golden(
                    golden.get("name").getAsString(), golden.get("hex").getAsString(), golden.get("json")));
        }
        List<Refused> refused = new ArrayList<>();
        for (JsonElement element : file.getAsJsonArray("refused")) {
            JsonObject golden = element.getAsJsonObject();
            refused.add(new Refused(
                    golden.get("name").getAsString(),
                    golden.get("hex").getAsString(),
                    golden.get("maxBodyBytes").getAsInt(),
                    golden.get("code").getAsString(),
                    golden.get("recoverable").getAsBoolean()));
        }
        return new GoldenFile(frames, refused);
    }

    /** The frame with this name. */
    Golden named(String name) {
        return frames.stream()
                .filter(golden -> golden.name().equals(name))
                .findAny()
                .orElseThrow(() -> new AssertionError("golden/frames.json has no " + name));
    }

    static JsonElement parse(String json) {
        return JsonParser.parseString(json);
    }

    static void write(Map<String, Frame> frames) throws IOException {
        List<String> golden = new ArrayList<>();
        frames.forEach((name, frame) -> golden.add("{\"name\":\"" + name + "\",\"hex\":\"" + hex(frame) + "\",\"json\":"
                + JsonFrames.encode(frame) + "}"));
        List<String> refused = new ArrayList<>();
        for (Refused one : REFUSED) {
            refused.add("{\"name\":\"" + one.name() + "\",\"hex\":\"" + one.hex() + "\",\"maxBodyBytes\":"
                    + one.maxBodyBytes() + ",\"code\":\"" + one.code() + "\",\"recoverable\":" + one.recoverable()
                    + "}");
        }
        Files.writeString(
                PATH,
                "{\"version\":1,\n\"frames\":[\n" + String.join(",\n", golden) + "\n],\n\"refused\":[\n"
                        + String.join(",\n", refused) + "\n]}\n");
    }

    static String hex(Frame frame) {
        return HexFormat.of().formatHex(FrameCodec.encode(frame).array());
    }
}
