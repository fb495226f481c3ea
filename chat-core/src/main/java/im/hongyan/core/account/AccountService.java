package im.hongyan.core.account;

import im.hongyan.core.account.revocation.Revocations;
import im.hongyan.core.account.user.Introductions;
import im.hongyan.core.conversation.ConversationService;
import im.hongyan.core.history.HistoryProperties;
import im.hongyan.core.refusal.Fields;
import im.hongyan.core.refusal.Refused;
import im.hongyan.core.tenant.Tenants;
import im.hongyan.link.proto.OpenSession;
import im.hongyan.link.proto.OpenedSession;
import im.hongyan.link.proto.Principal;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Hello;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/** Opens sessions: the credential says who, the hello says with which device. */
@Service
final class AccountService {
    static final int MAX_PLATFORM_CHARS = 32;
    static final int MAX_VERSION_CHARS = 64;

    private final TokenVerifier tokens;
    private final Tenants tenants;
    private final Revocations revocations;
    private final Introductions introductions;
    private final ConversationService conversations;
    private final HistoryProperties reading;

    AccountService(
            TokenVerifier tokens,
            Tenants tenants,
            Revocations revocations,
            Introductions introductions,
            ConversationService conversations,
            HistoryProperties reading) {
        this.tokens = tokens;
        this.tenants = tenants;
        this.revocations = revocations;
        this.introductions = introductions;
        this.conversations = conversations;
        this.reading = reading;
    }

    /** Who this is, which groups they are in, what they may ask for, and until when. */
    Mono<OpenedSession> open(OpenSession request) {
        return Mono.fromSupplier(() -> {
                    checkFields(request.getHello());
                    return admit(request.getHello());
                })
                .flatMap(credential -> tenants.admit(credential.tenant())
                        .then(revocations.check(credential.sid()))
                        .then(Mono.defer(
                                () -> opened(credential, request.getHello().getDevice()))));
    }

    private Credential admit(Hello hello) {
        Credential credential = tokens.verify(hello.getCredential());
        boolean other = !credential.tenant().equals(Ids.tenant(hello.getApp()))
                || (credential.device() != null && !credential.device().equals(hello.getDevice()));
        if (other) {
            throw Refused.of(ErrorCode.AUTH_FAILED, "the credential is not accepted");
        }
        return credential;
    }

    private Mono<OpenedSession> opened(Credential credential, String device) {
        Principal principal = credential.principal(device);
        return introduced(credential)
                .then(conversations.groupsOf(principal))
                .map(groups -> OpenedSession.newBuilder()
                        .setPrincipal(principal)
                        .setCredentialExpiresAt(credential.expiresAt().toEpochMilli())
                        .addAllGroups(groups)
                        .setSyncCursors(reading.cursors())
                        .setPageMessages(reading.pageMessages())
                        .build());
    }

    /** A name that cannot be written, or is none, keeps nobody out. */
    private Mono<Void> introduced(Credential credential) {
        return credential.name() == null
                ? Mono.empty()
                : introductions
                        .introduce(credential.tenant(), credential.user(), credential.name())
                        .onErrorResume(Refused.class, unfit -> Mono.empty());
    }

    private static void checkFields(Hello hello) {
        Fields.id("app", Ids.tenant(hello.getApp()));
        Fields.id("device", hello.getDevice());
        String platform = hello.getPlatform();
        if (!platform.isEmpty() && (platform.length() > MAX_PLATFORM_CHARS || !Ids.isId(platform))) {
            throw Refused.invalid(
                    "platform", "must have at most " + MAX_PLATFORM_CHARS + " characters of A-Z a-z 0-9 . _ @ -");
        }
        if (hello.getAppVersion().length() > MAX_VERSION_CHARS) {
            throw Refused.invalid("app_version", "must have at most " + MAX_VERSION_CHARS + " characters");
        }
    }
}
