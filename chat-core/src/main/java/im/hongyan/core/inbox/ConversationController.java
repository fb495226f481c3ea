package im.hongyan.core.inbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import im.hongyan.core.account.RestPrincipal;
import im.hongyan.link.proto.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A user's conversations over REST. Errors are problem details (RFC 9457). */
@RestController
@RequestMapping(path = "/api/v1/conversations", produces = "application/json")
class ConversationController {

    /** A page; {@code next} is the cursor of the next one and absent on the last. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page<T>(List<T> items, @Nullable String next, long version) {}

    private final ListService list;

    ConversationController(ListService list) {
        this.list = list;
    }

    @GetMapping(params = "!since")
    Mono<Page<ConversationView>> list(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "0") int limit) {
        return list.page(principal, after, limit).map(page -> new Page<>(page.items(), page.next(), page.version()));
    }

    @GetMapping("/{id}")
    Mono<ConversationView> get(
            @RequestAttribute(RestPrincipal.ATTRIBUTE) Principal principal, @PathVariable String id) {
        return list.one(principal, id);
    }
}
