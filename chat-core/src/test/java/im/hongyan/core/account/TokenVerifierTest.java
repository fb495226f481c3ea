package im.hongyan.core.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import im.hongyan.core.account.AccountProperties.Profile;
import im.hongyan.core.account.issuer.TrustedIssuer;
import im.hongyan.core.account.issuer.TrustedIssuers;
import im.hongyan.core.account.key.SigningKey;
import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.DevelopmentKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String SHOP = "https://shop.example";
    private static RSAKey rsa;

    private final TokenVerifier verifier = verifier(Profile.DEVELOPMENT, "");

    @BeforeAll
    static void makeKey() throws JOSEException {
        rsa = new RSAKeyGenerator(2048)
                .keyID("ours")
                .algorithm(JWSAlgorithm.RS256)
                .generate();
    }

    @Test
    void readsASoundToken() {
        Credential credential = verifier.verify(token(claims -> claims.claim("device", "phone")));
        assertThat(credential.tenant()).isEqualTo("default");
        assertThat(credential.user()).isEqualTo("alice");
        assertThat(credential.device()).isEqualTo("phone");
        assertThat(credential.expiresAt()).isEqualTo(NOW.plusSeconds(600 + 60));
    }

    @Test
    void asksForACredential() {
        assertRefused("AUTH_REQUIRED", "");
    }

    // B30
    @Test
    void refusesAnUnsignedToken() {
        assertRefused("AUTH_FAILED", new PlainJWT(claims(any -> {})).serialize());
    }

    // B30
    @Test
    void refusesASharedSecretSignatureMadeWithThePublicKey() throws Exception {
        TokenVerifier ours = verifier(Profile.PRODUCTION, jwks());
        JWSHeader header = header(JWSAlgorithm.HS256, "ours").build();
        String forged = sign(header, new MACSigner(rsa.toRSAPublicKey().getEncoded()), any -> {});
        assertThat(refusal(ours, forged)).isEqualTo("AUTH_FAILED");
        String genuine = sign(header(JWSAlgorithm.RS256, "ours").build(), new RSASSASigner(rsa), any -> {});
        assertThat(ours.verify(genuine).user()).isEqualTo("alice");
    }

    // B30
    @Test
    void refusesAnotherAlgorithmThanTheKeys() throws Exception {
        assertRefused(
                "AUTH_FAILED",
                sign(
                        header(JWSAlgorithm.HS512, DevelopmentKey.KID).build(),
                        new MACSigner(DevelopmentKey.secret()),
                        any -> {}));
        TokenVerifier ours = verifier(Profile.PRODUCTION, jwks());
        String other = sign(header(JWSAlgorithm.PS256, "ours").build(), new RSASSASigner(rsa), any -> {});
        assertThat(refusal(ours, other)).isEqualTo("AUTH_FAILED");
    }

    // B30
    @ParameterizedTest
    @ValueSource(strings = {"none", "NONE", "HS257", "rot13", "", "dir"})
    void refusesAnAlgorithmThatNobodyKnows(String algorithm) {
        String header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"" + DevelopmentKey.KID + "\",\"typ\":\""
                + DevelopmentKey.TYPE + "\"}";
        String[] sound = token(any -> {}).split("\\.", -1);
        String other =
                Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.US_ASCII)) + "."
                        + sound[1] + ".";
        assertRefused("AUTH_FAILED", other + sound[2]);
        assertRefused("AUTH_FAILED", other);
    }

    // B31
    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "' OR '1'='1", "unknown", ""})
    void refusesAKidThatIsNotOurs(String kid) {
        assertRefused("AUTH_FAILED", token(header(JWSAlgorithm.HS256, kid), any -> {}));
    }

    // B31
    @Test
    void refusesAHeaderThatBringsItsOwnKey() throws IOException {
        JWSHeader.Builder sound = header(JWSAlgorithm.HS256, DevelopmentKey.KID);
        assertThat(verifier.verify(token(sound, any -> {})).user()).isEqualTo("alice");
        try (ServerSocketChannel keys = ServerSocketChannel.open()) {
            keys.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            keys.configureBlocking(false);
            URI elsewhere = URI.create("http://127.0.0.1:" + keys.socket().getLocalPort() + "/keys");
            for (JWSHeader.Builder header : List.of(
                    header(JWSAlgorithm.HS256, DevelopmentKey.KID).jwkURL(elsewhere),
                    header(JWSAlgorithm.HS256, DevelopmentKey.KID).x509CertURL(elsewhere),
                    header(JWSAlgorithm.HS256, "elsewhere").jwkURL(elsewhere),
                    header(JWSAlgorithm.HS256, DevelopmentKey.KID).jwk(rsa.toPublicJWK()))) {
                assertRefused("AUTH_FAILED", token(header, any -> {}));
            }
            assertThat(keys.accept()).as("nobody has asked there").isNull();
        }
    }

    // B32
    @Test
    void refusesAnotherTypeOfToken() {
        for (String type : new String[] {"JWT", "rt+jwt", "secevent+jwt"}) {
            JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                    .keyID(DevelopmentKey.KID)
                    .type(new JOSEObjectType(type));
            assertRefused("AUTH_FAILED", token(header, any -> {}));
        }
        assertRefused(
                "AUTH_FAILED", token(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(DevelopmentKey.KID), any -> {}));
    }

    // B32
    @Test
    void refusesClaimsThatAreWrongOrMissing() {
        assertRefused("AUTH_FAILED", token(claims -> claims.issuer("elsewhere")));
        assertRefused("AUTH_FAILED", token(claims -> claims.issuer(null)));
        assertRefused("AUTH_FAILED", token(claims -> claims.audience("elsewhere")));
        assertRefused("AUTH_FAILED", token(claims -> claims.audience((String) null)));
        assertRefused("AUTH_FAILED", token(claims -> claims.expirationTime(null)));
        assertRefused("AUTH_FAILED", token(claims -> claims.subject(null)));
        assertRefused("AUTH_FAILED", token(claims -> claims.subject("a:b")));
        assertRefused("AUTH_FAILED", token(claims -> claims.claim("app", null)));
        assertRefused("AUTH_FAILED", token(claims -> claims.claim("app", 7)));
        assertRefused("AUTH_FAILED", token(claims -> claims.claim("app", "a/b")));
        assertRefused("AUTH_FAILED", token(claims -> claims.claim("device", "a/b")));
    }

    // B32
    @Test
    void allowsTheClocksSkewAndNoMore() {
        Credential late = verifier.verify(token(claims -> claims.expirationTime(at(-59))));
        assertThat(late.user()).isEqualTo("alice");
        assertThat(late.expiresAt())
                .as("whoever is let in is not sent away at once")
                .isEqualTo(NOW.plusSeconds(1));
        assertRefused("TOKEN_EXPIRED", token(claims -> claims.expirationTime(at(-61))));
        assertThat(verifier.verify(token(claims -> claims.notBeforeTime(at(59))))
                        .user())
                .isEqualTo("alice");
        assertRefused("AUTH_FAILED", token(claims -> claims.notBeforeTime(at(61))));
        assertRefused("AUTH_FAILED", token(claims -> claims.issueTime(at(61))));
    }

    // B34
    @Test
    void refusesATokenOver8KiB() {
        String filler = "x".repeat(4_000);
        assertThat(verifier.verify(token(claims -> claims.claim("more", filler)))
                        .user())
                .isEqualTo("alice");
        assertRefused(
                "AUTH_FAILED", token(claims -> claims.claim("more", filler).claim("evenMore", filler)));
    }

    // B34
    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b", "a.b.c", "a.b.c.d.e", ".....", "%%%.%%%.%%%", "eyJ9.e30.", "\0.\0.\0"})
    void refusesWhatIsNoToken(String text) {
        assertRefused("AUTH_FAILED", text);
    }

    // B34
    @Test
    void refusesHeadersNestedBeyondReason() {
        String deep = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("{\"alg\":" + "[".repeat(5_000)).getBytes(StandardCharsets.US_ASCII));
        assertRefused("AUTH_FAILED", deep.substring(0, Math.min(deep.length(), 7_000)) + ".e30.AAAA");
    }

    // B34
    @Test
    void saysTheSameWhateverIsWrong() {
        assertThat(catchThrowableOfType(Refused.class, () -> verifier.verify("a.b.c"))
                        .problem())
                .isEqualTo(catchThrowableOfType(
                                Refused.class, () -> verifier.verify(token(claims -> claims.issuer("elsewhere"))))
                        .problem());
    }

    // ---- tokens that another system signed -----------------------------------------------------------------------

    private static String theirs(Consumer<JWTClaimsSet.Builder> change) throws JOSEException {
        return theirs(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("ours").type(JOSEObjectType.JWT), change);
    }

    private static String theirs(JWSHeader.Builder header, Consumer<JWTClaimsSet.Builder> change) throws JOSEException {
        return sign(header.build(), new RSASSASigner(rsa), claims -> {
            claims.issuer(SHOP).audience("chat").claim("app", null);
            change.accept(claims);
        });
    }

    private static TokenVerifier trusting() throws Exception {
        TrustedIssuer shop = new TrustedIssuer("shop", "chat", SigningKey.parse(jwks()));
        AccountProperties properties =
                new AccountProperties(Profile.DEVELOPMENT, "", "hongyan", "hongyan", Duration.ofSeconds(60));
        return verifier(properties, issuer -> issuer.equals(SHOP) ? shop : null);
    }

    @Test
    void readsATokenThatATenantsOwnSystemSigned() throws Exception {
        TokenVerifier trusting = trusting();
        Credential credential =
                trusting.verify(theirs(claims -> claims.claim("device", "phone").claim("sid", "a login of theirs")));
        assertThat(credential.tenant()).isEqualTo("shop");
        assertThat(credential.user()).isEqualTo("alice");
        assertThat(credential.device()).isEqualTo("phone");
        assertThat(credential.sid()).isNull();
        assertThat(trusting.verify(theirs(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("ours"), any -> {}))
                        .tenant())
                .isEqualTo("shop");
        assertThat(trusting.verify(theirs(claims -> claims.claim("app", "shop")))
                        .tenant())
                .isEqualTo("shop");
    }

    // B30, B31, B32, B33
    @Test
    void believesAnotherSystemForItsOwnTenantAndAudienceAlone() throws Exception {
        TokenVerifier trusting = trusting();
        JWSHeader.Builder other = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("ours");
        for (String token : List.of(
                theirs(claims -> claims.claim("app", "default")),
                theirs(claims -> claims.audience("hongyan")),
                theirs(claims -> claims.issuer("https://elsewhere.example")),
                theirs(claims -> claims.issuer("hongyan").audience("hongyan").claim("app", "shop")),
                theirs(claims -> claims.expirationTime(null)),
                theirs(claims -> claims.subject("a/b")),
                theirs(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("unknown"), any -> {}),
                theirs(new JWSHeader.Builder(JWSAlgorithm.RS256), any -> {}),
                theirs(new JWSHeader.Builder(JWSAlgorithm.PS256).keyID("ours"), any -> {}),
                theirs(other.type(new JOSEObjectType("logout+jwt")), any -> {}),
                theirs(other.type(JOSEObjectType.JWT).jwkURL(URI.create("http://127.0.0.1/")), any -> {}),
                token(claims -> claims.issuer(SHOP).audience("chat").claim("app", "shop")))) {
            assertThat(refusal(trusting, token)).isEqualTo("AUTH_FAILED");
        }
        assertThat(refusal(trusting, theirs(claims -> claims.expirationTime(at(-61)))))
                .isEqualTo("TOKEN_EXPIRED");
        assertThat(refusal(
                        trusting,
                        sign(
                                header(JWSAlgorithm.HS256, "ours")
                                        .type(JOSEObjectType.JWT)
                                        .build(),
                                new MACSigner(rsa.toRSAPublicKey().getEncoded()),
                                claims -> claims.issuer(SHOP).audience("chat"))))
                .isEqualTo("AUTH_FAILED");
    }

    // B86
    @Test
    void refusesTheDevelopmentKeyInProduction() {
        assertThat(refusal(verifier(Profile.PRODUCTION, jwks()), token(any -> {})))
                .isEqualTo("AUTH_FAILED");
    }

    // B86
    @Test
    void productionNeedsNoKeyButItsOwn() {
        assertThat(refusal(verifier(Profile.PRODUCTION, ""), token(any -> {}))).isEqualTo("AUTH_FAILED");
    }

    // B86
    @Test
    void refusesToStartWithUnfitKeys() {
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(DevelopmentKey.secret());
        for (String keys : new String[] {
            "nonsense",
            "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"k\",\"alg\":\"HS256\",\"k\":\"c2hvcnQ\"}]}",
            "{\"keys\":[{\"kty\":\"oct\",\"alg\":\"HS256\",\"k\":\"" + secret + "\"}]}",
            "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"k\",\"k\":\"" + secret + "\"}]}",
            "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"k\",\"alg\":\"RS256\",\"k\":\"" + secret + "\"}]}",
            "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"k\",\"alg\":\"HS256\",\"k\":\"" + secret + "\"}]}",
            "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"development\",\"alg\":\"HS256\",\"k\":\"" + secret + "\"}]}"
        }) {
            assertThatThrownBy(() -> verifier(Profile.PRODUCTION, keys))
                    .as(keys)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("hongyan.core.account.jwks");
        }
    }

    private void assertRefused(String code, String token) {
        assertThat(refusal(verifier, token)).isEqualTo(code);
    }

    private static String refusal(TokenVerifier verifier, String token) {
        return catchThrowableOfType(Refused.class, () -> verifier.verify(token))
                .problem()
                .getCode();
    }

    private static String jwks() {
        return "{\"keys\":[" + rsa.toPublicJWK().toJSONString() + "]}";
    }

    private static TokenVerifier verifier(Profile profile, String jwks) {
        AccountProperties properties =
                new AccountProperties(profile, jwks, "hongyan", "hongyan", Duration.ofSeconds(60));
        return verifier(properties, issuer -> null);
    }

    private static TokenVerifier verifier(AccountProperties properties, TrustedIssuers others) {
        return new TokenVerifier(
                new SigningKeys(properties, kid -> null), others, properties, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Date at(long secondsFromNow) {
        return Date.from(NOW.plusSeconds(secondsFromNow));
    }

    private static JWSHeader.Builder header(JWSAlgorithm algorithm, String kid) {
        return new JWSHeader.Builder(algorithm).keyID(kid).type(new JOSEObjectType(DevelopmentKey.TYPE));
    }

    private static String token(Consumer<JWTClaimsSet.Builder> change) {
        return token(header(JWSAlgorithm.HS256, DevelopmentKey.KID), change);
    }

    private static String token(JWSHeader.Builder header, Consumer<JWTClaimsSet.Builder> change) {
        try {
            return sign(header.build(), new MACSigner(DevelopmentKey.secret()), change);
        } catch (JOSEException unfit) {
            throw new IllegalStateException(unfit);
        }
    }

    private static String sign(JWSHeader header, JWSSigner signer, Consumer<JWTClaimsSet.Builder> change) {
        try {
            SignedJWT jwt = new SignedJWT(header, claims(change));
            jwt.sign(signer);
            return jwt.serialize();
        } catch (JOSEException unfit) {
            throw new IllegalStateException(unfit);
        }
    }

    private static JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(DevelopmentKey.ISSUER)
                .audience(DevelopmentKey.AUDIENCE)
                .subject("alice")
                .claim(DevelopmentKey.TENANT_CLAIM, "default")
                .issueTime(at(0))
                .expirationTime(at(600));
        change.accept(claims);
        return claims.build();
    }
}
