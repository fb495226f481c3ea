package im.hongyan.persistence.store;

/** Another process has claimed a shard since: what this one holds in memory of it is worthless. */
public final class StaleFenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StaleFenceException(int shard, long token) {
        super("the token " + token + " of shard " + shard + " is no longer the newest", null, false, false);
    }
}
