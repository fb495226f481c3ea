package im.hongyan.core.media.store;

import java.nio.file.Path;

/** Stores for the tests of other rooms. */
public final class TestStores {
    private TestStores() {}

    public static MediaStore local(Path folder) {
        return new LocalStore(folder, 2);
    }
}
