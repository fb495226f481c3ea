package im.hongyan.core.history;

import im.hongyan.link.proto.Principal;
import reactor.core.publisher.Mono;

/** What readers have deleted for themselves; told by the room of their lists. */
@FunctionalInterface
public interface ClearMarks {

    /** The last message of a conversation that this reader does not want to see any more; 0: none. */
    Mono<Long> clearedTo(Principal reader, String conversation);
}
