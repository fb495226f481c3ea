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
import im.hongyan.core.secret.Secrets;
import im.hongyan.core.work.Workers;
import im.hongyan.wire.DevelopmentKey;
import im.hongyan.wire.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Makes access tokens (RFC 9068) signed with our key, and for a login the secret to renew it with. Errors with BUSY when too
 * many wait. Safe for concurrent use.
 */
@Component
final class TokenIssuer implements DisposableBean {
    private static final int THREADS = 1;
    private static final int WAITING = 1_000;

    private final KeyRing keys;
    private final AccountProperties names;
    private final SessionProperties lives;
    private final Workers workers;
    private final Clock clock = Clock.systemUTC();

    TokenIssuer(KeyRing keys, AccountProperties names, SessionProperties lives, MeterRegistry meters) {
        this.keys = keys;
        this.names = names;
        this.lives = lives;
        this.workers = new Workers("token", THREADS, WAITING, meters);
    }

    /** Whom a token is for. Null device: any of the user's; null sid: it comes from no login. */
    record Subject(
            String tenant,
            String user,
            @Nullable String device,
            @Nullable String sid) {}

    Mono<Tokens> issue(Login login) {
        return workers.run(() -> {
            Instant now = now();
            Instant refreshEnds = now.plus(lives.refreshToken());
            Subject subject = new Subject(login.tenant(), login.user(), login.device(), login.sid());
            return new Tokens(
                    login,
                    sign(subject, now, lives.accessToken()),
                    Secrets.random(),
                    refreshEnds.isBefore(login.endsAt()) ? refreshEnds : login.endsAt());
        });
    }

    Mono<AccessToken> issue(Subject subject, Duration life) {
        return workers.run(() -> sign(subject, now(), life));
    }

    private AccessToken sign(Subject subject, Instant now, Duration life) throws JOSEException {
        Instant ends = now.plus(life);
        OwnKey key = keys.signing();
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(OwnKey.ALGORITHM)
                        .keyID(key.kid())
                        .type(new JOSEObjectType(DevelopmentKey.TYPE))
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer(names.issuer())
                        .audience(names.audience())
                        .subject(subject.user())
                        .claim(DevelopmentKey.TENANT_CLAIM, subject.tenant())
                        .claim(AccessClaims.DEVICE, subject.device())
                        .claim(AccessClaims.SID, subject.sid())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(ends))
                        .jwtID(Ids.newClientMessageId())
                        .build());
        jwt.sign(key.signer());
        return new AccessToken(jwt.serialize(), ends);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public void destroy() {
        workers.close();
    }
}
