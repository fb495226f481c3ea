package im.hongyan.core.account.login;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.login.LoginProperties.Registration;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class ClientAddressTest {
    private static final String HEADER = "X-Where";

    @Test
    void takesWhatTheGatewayTells() {
        assertThat(of(HEADER, "203.0.113.7")).isEqualTo("cb007107");
    }

    @Test
    void takesAllOfANetworkOfIpv6ForOne() {
        assertThat(of(HEADER, "2001:db8:1:2:3:4:5:6"))
                .isEqualTo("20010db800010002")
                .isEqualTo(of(HEADER, "2001:db8:1:2::1"));
        assertThat(of(HEADER, "2001:db8:1:3::1")).isNotEqualTo(of(HEADER, "2001:db8:1:2::1"));
    }

    @Test
    void takesTheConnectionsWhenNothingIsToldOrNothingOfUse() {
        for (String told : List.of("", "somewhere.example", "x".repeat(5_000), "203.0.113.7, 1.1.1.1")) {
            assertThat(of(HEADER, told)).isEqualTo("c0000201");
        }
        assertThat(of("", "203.0.113.7")).as("a client's word is nothing").isEqualTo("c0000201");
    }

    private static String of(String header, String told) {
        ClientAddress addresses = new ClientAddress(new LoginProperties(Registration.OPEN, header));
        return addresses.of(MockServerHttpRequest.get("/")
                .remoteAddress(new InetSocketAddress("192.0.2.1", 1))
                .header(HEADER, told)
                .build());
    }
}
