package im.hongyan.core.media.store;

import im.hongyan.wire.Ids;

/** The name of a file in a store: our own, never what a client calls it. */
public record FileKey(String tenant, String name) {
    private static final String THUMBNAIL = ".thumbnail";

    public FileKey {
        if (!Ids.isId(tenant) || !Ids.isId(name)) {
            throw new IllegalArgumentException("a file's name is made of ids");
        }
    }

    /** The small picture of this file. */
    public FileKey thumbnail() {
        return new FileKey(tenant, name + THUMBNAIL);
    }
}
