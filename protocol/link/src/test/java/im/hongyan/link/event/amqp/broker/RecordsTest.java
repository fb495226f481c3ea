package im.hongyan.link.event.amqp.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordsTest {

    @Test
    void putsTheLengthBeforeEveryRecord() {
        byte[] body = Records.encode(
                List.of(ByteString.copyFromUtf8("goose"), ByteString.EMPTY, ByteString.copyFromUtf8("x")));
        assertThat(HexFormat.of().formatHex(body)).isEqualTo("05676f6f7365" + "00" + "0178");
    }

    @Test
    void comesBackAsItWent() throws IOException {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            List<ByteString> records = random.ints(1 + random.nextInt(50), 0, 400)
                    .mapToObj(size -> {
                        byte[] bytes = new byte[size];
                        random.nextBytes(bytes);
                        return ByteString.copyFrom(bytes);
                    })
                    .toList();
            assertThat(Records.decode(Records.encode(records))).isEqualTo(records);
        }
    }

    @Test
    void refusesWhatIsCutOff() throws IOException {
        byte[] whole = Records.encode(List.of(ByteString.copyFromUtf8("a record"), ByteString.copyFromUtf8("another")));
        int first = 1 + "a record".length();
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            if (length == first) {
                assertThat(Records.decode(part)).hasSize(1);
            } else {
                assertThatThrownBy(() -> Records.decode(part)).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void neverThrowsAnythingElse() {
        Random random = new Random(11);
        for (int round = 0; round < 20_000; round++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            try {
                assertThat(Records.decode(noise)).isNotEmpty();
            } catch (IOException refused) {
                assertThat(refused).hasMessageMatching("(?s).+");
            }
        }
    }
}
