package im.hongyan.core.account.login;

import im.hongyan.core.account.AccountProperties;
import im.hongyan.core.refusal.Fields;
import im.hongyan.core.refusal.Refused;
import im.hongyan.core.tenant.Tenant.Accounts;
import im.hongyan.core.tenant.Tenants;
import im.hongyan.wire.ErrorCode;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Whose accounts are here, and who may make one: the tenant's policy, or the server's setting. Errors are {@link Refused}. */
@Component
class AccountRules {
    private final Tenants tenants;
    private final Accounts setting;

    AccountRules(Tenants tenants, LoginProperties properties, AccountProperties profile) {
        this.tenants = tenants;
        this.setting = properties.registration().isOpen(profile.profile()) ? Accounts.OPEN : Accounts.CLOSED;
    }

    /** Passes when users of this tenant may log in with a password. */
    Mono<Void> checkApp(String tenant) {
        return accounts(tenant).then();
    }

    /** Passes when everybody may make an account in this tenant. */
    Mono<Void> checkRegistration(String tenant) {
        return accounts(tenant)
                .flatMap(accounts -> accounts == Accounts.OPEN
                        ? Mono.empty()
                        : Mono.error(Refused.of(ErrorCode.NO_PERMISSION, "nobody can register here by themselves")));
    }

    private Mono<Accounts> accounts(String tenant) {
        return Mono.defer(() -> tenants.find(Fields.id("app", tenant)))
                .filter(found -> !found.isSuspended())
                .map(found -> found.policies().accounts() == null
                        ? setting
                        : found.policies().accounts())
                .filter(accounts -> accounts != Accounts.NONE)
                .switchIfEmpty(Mono.error(
                        () -> Refused.of(ErrorCode.NO_PERMISSION, "users of this app have no accounts here")));
    }
}
