package im.hongyan.core.conversation;

import im.hongyan.link.proto.Principal;
import reactor.core.publisher.Mono;

/** Whether the login of a live session goes on: asked whenever the session asks for heads, because hints may be lost. */
@FunctionalInterface
public interface LoginGuard {

    /** Passes when it does, or when there is none of ours; errors with SESSION_REVOKED when it was ended. */
    Mono<Void> check(Principal principal);
}
