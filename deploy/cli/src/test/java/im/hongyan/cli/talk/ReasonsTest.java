package im.hongyan.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReasonsTest {

    @Test
    void leaveOutAddressesAndSystemCalls() {
        assertThat(Reasons.brief("tcp://127.0.0.1:8081: finishConnect(..) failed with error(-111): Connection refused:"
                        + " /127.0.0.1:8081"))
                .isEqualTo("Connection refused");
        assertThat(Reasons.brief("tcp://h:1: Connection refused: localhost/127.0.0.1:1"))
                .isEqualTo("Connection refused");
        assertThat(Reasons.brief("recvAddress(..) failed with error(-104): Connection reset by peer"))
                .isEqualTo("Connection reset by peer");
    }

    @Test
    void leaveEverythingElseAsItIs() {
        assertThat(Reasons.brief("no WELCOME within 5000 ms")).isEqualTo("no WELCOME within 5000 ms");
        assertThat(Reasons.brief("AUTH_FAILED: the credential is not valid"))
                .isEqualTo("AUTH_FAILED: the credential is not valid");
    }
}
