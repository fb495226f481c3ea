package im.hongyan.core.account.issuer;

import im.hongyan.core.account.key.SigningKey;
import im.hongyan.core.account.key.UnfitKeyException;
import im.hongyan.core.refusal.Deadlines;
import im.hongyan.core.refusal.Refused;
import im.hongyan.core.work.Rounds;
import im.hongyan.wire.ErrorCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * All issuers in memory, so that whoever sends tokens of made-up issuers asks the database nothing. Read again when their
 * revision has moved, which is looked for every few seconds; while the database is away they are as last read. Safe for concurrent
 * use.
 */
@Component
class IssuerBook extends Rounds implements TrustedIssuers {
    private static final Logger LOG = LoggerFactory.getLogger(IssuerBook.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final Duration DATABASE_DEADLINE = Duration.ofSeconds(2);

    private record Pages(long revision, Map<String, TrustedIssuer> byIssuer) {}

    private final IssuerRepository repository;
    private volatile @Nullable Pages pages;

    IssuerBook(IssuerRepository repository) {
        super(PERIOD, "the token issuers cannot be read");
        this.repository = repository;
    }

    @Override
    public @Nullable TrustedIssuer find(String issuer) {
        Pages read = pages;
        if (read == null) {
            throw Refused.of(ErrorCode.STORE_UNAVAILABLE, "the token issuers have not been read yet");
        }
        return read.byIssuer().get(issuer);
    }

    @Override
    protected Mono<Void> round() {
        return Deadlines.ofStore(repository.revision(), DATABASE_DEADLINE).flatMap(revision -> {
            Pages read = pages;
            return read != null && read.revision() == revision ? Mono.empty() : read(revision);
        });
    }

    private Mono<Void> read(long revision) {
        return Deadlines.ofStore(repository.all().collectList(), DATABASE_DEADLINE)
                .doOnNext(all -> pages = new Pages(revision, trusted(all)))
                .then();
    }

    private static Map<String, TrustedIssuer> trusted(List<Issuer> all) {
        Map<String, TrustedIssuer> byIssuer = new HashMap<>();
        for (Issuer issuer : all) {
            try {
                byIssuer.put(
                        issuer.issuer(),
                        new TrustedIssuer(issuer.tenant(), issuer.audience(), SigningKey.parse(issuer.jwks())));
            } catch (UnfitKeyException unfit) {
                LOG.error("the issuer {} is not trusted: {}", issuer.name(), unfit.getMessage());
            }
        }
        return byIssuer;
    }
}
