package im.hongyan.core.media.image;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** For the tests of other rooms. */
public final class TestPictures {
    private TestPictures() {}

    public static Pictures pictures() {
        return new Pictures(new ImageProperties(1_000_000, 320, 1, 10), new SimpleMeterRegistry());
    }
}
