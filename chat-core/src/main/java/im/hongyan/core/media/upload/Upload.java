package im.hongyan.core.media.upload;

import im.hongyan.core.media.store.FileKey;

/**
 * A file on its way.
 *
 * @param id what the file is called when it is whole, too
 * @param name what its owner calls it; empty: nothing
 * @param bytes that it has in the end
 */
record Upload(String tenant, String id, String owner, String name, long bytes, long expiresAtMillis) {

    /** The same, which somebody touched. */
    Upload expiringAt(long millis) {
        return new Upload(tenant, id, owner, name, bytes, millis);
    }

    FileKey key() {
        return new FileKey(tenant, id);
    }
}
