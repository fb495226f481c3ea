package im.hongyan.core.account.key;

import org.jspecify.annotations.Nullable;

/** The keys of our own that are accepted now. */
@FunctionalInterface
public interface OwnKeys {

    /** The key of this id; null when it is none of ours, or not accepted any more. */
    @Nullable OwnKey find(String kid);
}
