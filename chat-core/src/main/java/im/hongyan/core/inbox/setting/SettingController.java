package im.hongyan.core.inbox.setting;

import com.fasterxml.jackson.annotation.JsonInclude;
import im.hongyan.core.account.RestPrincipal;
import im.hongyan.core.inbox.setting.SettingService.Change;
import im.hongyan.core.inbox.setting.SettingService.Changes;
import im.hongyan.link.proto.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What a user sets for conversations, over REST. Errors are problem details (RFC 9457). */
@RestController
@RequestMapping(path = "/api/v1/conversations", produces = "application/json")
class SettingController {

    /**
     * What is set for a conversation.
     *
     * @param clearedTo messages up to here are deleted for the user; absent: none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SettingView(
            String conversation,
            long version,
            boolean pinned,
            boolean muted,
            boolean markedUnread,
            String draft,
            @Nullable Long clearedTo) {
        static SettingView of(Setting setting) {
            return new SettingView(
                    setting.conversation(),
                    setting.version(),
                    setting.pinned(),
                    setting.muted(),
                    setting.markedUnread(),
                    setting.draft(),
                    setting.clearedTo() == 0 ? null : setting.clearedTo());
        }
    }

    /** Changed settings; with {@code more} there are others since {@code version}. */
    record ChangesView(List<SettingView> items, long version, boolean more) {
        static ChangesView of(Changes changes) {
            return new ChangesView(
                    changes.items().stream().map(SettingView::of).toList(), changes.version(), changes.more());
        }
    }

    private final SettingService settings;

    SettingController(SettingService settings) {
        this.settings = settings;
    }

    @GetMapping(params = "since")
    Mono<ChangesView> changes(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @RequestParam long since,
            @RequestParam(defaultValue = "0") int limit) {
        return settings.changes(principal, since, limit).map(ChangesView::of);
    }

    @PatchMapping(path = "/{id}", consumes = "application/json")
    Mono<SettingView> change(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @PathVariable String id,
            @RequestBody Change change) {
        return settings.change(principal, id, change).map(SettingView::of);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(@RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal, @PathVariable String id) {
        return settings.clear(principal, id);
    }
}
