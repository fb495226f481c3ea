package im.hongyan.core.media;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import im.hongyan.core.account.key.KeyRing;
import im.hongyan.core.account.key.OwnKey;
import im.hongyan.core.refusal.Refused;
import im.hongyan.core.work.Workers;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Links that open one file for a while for whoever has them: a JWS (RFC 7515) of the tenant, the file and the time, signed with
 * the keys that all chat-cores share. Its type is none that is taken for a credential, and no credential is taken for a link.
 * Safe for concurrent use; errors with BUSY when too many wait to be signed.
 */
@Component
final class Links implements DisposableBean {
    private static final JOSEObjectType TYPE = new JOSEObjectType("hongyan-media");
    private static final String TENANT = "app";
    private static final String MEDIA = "media";
    private static final String EXPIRES = "exp";
    private static final int MOST_CHARS = 1_024;
    private static final int THREADS = 1;
    private static final int WAITING = 1_000;

    private final KeyRing keys;
    private final LinkProperties dials;
    private final Workers workers;
    private final Clock clock;

    /** What a link opens. */
    record Opened(String tenant, String media) {}

    /** One that was signed. */
    record Link(String token, Instant expiresAt) {}

    @Autowired
    Links(KeyRing keys, LinkProperties dials, MeterRegistry meters) {
        this(keys, dials, meters, Clock.systemUTC());
    }

    Links(KeyRing keys, LinkProperties dials, MeterRegistry meters, Clock clock) {
        this.keys = keys;
        this.dials = dials;
        this.workers = new Workers("link", THREADS, WAITING, meters);
        this.clock = clock;
    }

    Mono<Link> to(Media file) {
        return workers.run(() -> {
            Instant expiresAt = clock.instant().plus(dials.life()).truncatedTo(ChronoUnit.SECONDS);
            OwnKey key = keys.signing();
            JWSObject link = new JWSObject(
                    new JWSHeader.Builder(OwnKey.ALGORITHM)
                            .keyID(key.kid())
                            .type(TYPE)
                            .build(),
                    new Payload(Map.<String, Object>of(
                            TENANT, file.tenant(), MEDIA, file.id(), EXPIRES, expiresAt.getEpochSecond())));
            link.sign(key.signer());
            return new Link(link.serialize(), expiresAt);
        });
    }

    /** Errors with NOT_FOUND for every link that is none, or none any more. */
    Mono<Opened> open(String token) {
        return Mono.fromSupplier(() -> {
            if (token.length() > MOST_CHARS) {
                throw MediaService.notFound();
            }
            try {
                return opened(JWSObject.parse(token));
            } catch (ParseException | JOSEException | IllegalArgumentException | ClassCastException unreadable) {
                throw MediaService.notFound();
            }
        });
    }

    private Opened opened(JWSObject link) throws JOSEException {
        JWSHeader header = link.getHeader();
        OwnKey key = header.getKeyID() == null ? null : keys.find(header.getKeyID());
        boolean sound = key != null
                && OwnKey.ALGORITHM.equals(header.getAlgorithm())
                && TYPE.equals(header.getType())
                && header.getCriticalParams() == null
                && link.verify(key.verifier());
        Map<String, Object> claims = sound ? link.getPayload().toJSONObject() : null;
        if (claims == null
                || !(claims.get(TENANT) instanceof String tenant)
                || !(claims.get(MEDIA) instanceof String media)
                || !(claims.get(EXPIRES) instanceof Number expires)
                || !Ids.isId(media)
                || clock.instant().getEpochSecond() >= expires.longValue()) {
            throw Refused.of(ErrorCode.NOT_FOUND, "there is no such file");
        }
        return new Opened(tenant, media);
    }

    @Override
    public void destroy() {
        workers.close();
    }
}
