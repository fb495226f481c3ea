package im.hongyan.core.account.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import im.hongyan.core.account.AccessClaims;
import im.hongyan.core.account.AccountProperties;
import im.hongyan.core.account.key.KeyRing;
import im.hongyan.core.account.key.OwnKey;
import im.hongyan.core.work.Workers;
import im.hongyan.wire.DevelopmentKey;
import im.hongyan.wire.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Makes the tokens of a login: an access token (RFC 9068) signed with our key, and 256 random bits to renew it with. Errors
 * with BUSY when too many wait. Safe for concurrent use.
 */
@Component
final class TokenIssuer implements DisposableBean {
    private static final int THREADS = 1;
    private static final int WAITING = 1_000;
    private static final int REFRESH_BYTES = 32;

    private final KeyRing keys;
    private final AccountProperties names;
    private final SessionProperties lives;
    private final Workers workers;
    private final SecureRandom random = new SecureRandom();
    private final Clock clock = Clock.systemUTC();

    TokenIssuer(KeyRing keys, AccountProperties names, SessionProperties lives, MeterRegistry meters) {
        this.keys = keys;
        this.names = names;
        this.lives = lives;
        this.workers = new Workers("token", THREADS, WAITING, meters);
    }

    Mono<Tokens> issue(Login login) {
        return workers.run(() -> sign(login));
    }

    private Tokens sign(Login login) throws JOSEException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant accessEnds = now.plus(lives.accessToken());
        Instant refreshEnds = now.plus(lives.refreshToken());
        OwnKey key = keys.signing();
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(OwnKey.ALGORITHM)
                        .keyID(key.kid())
                        .type(new JOSEObjectType(DevelopmentKey.TYPE))
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer(names.issuer())
                        .audience(names.audience())
                        .subject(login.user())
                        .claim(DevelopmentKey.TENANT_CLAIM, login.tenant())
                        .claim(AccessClaims.DEVICE, login.device())
                        .claim(AccessClaims.SID, login.sid())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(accessEnds))
                        .jwtID(Ids.newClientMessageId())
                        .build());
        jwt.sign(key.signer());
        byte[] secret = new byte[REFRESH_BYTES];
        random.nextBytes(secret);
        return new Tokens(
                login,
                jwt.serialize(),
                accessEnds,
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret),
                refreshEnds.isBefore(login.endsAt()) ? refreshEnds : login.endsAt());
    }

    @Override
    public void destroy() {
        workers.close();
    }
}
