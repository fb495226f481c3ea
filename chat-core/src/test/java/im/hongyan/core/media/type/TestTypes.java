package im.hongyan.core.media.type;

import java.util.Set;
import org.springframework.util.unit.DataSize;

/** Types for the tests of other rooms. */
public final class TestTypes {
    private TestTypes() {}

    /** Texts of at most 1 MB. */
    public static FileTypes texts() {
        DataSize size = DataSize.ofMegabytes(1);
        return new FileTypes(new TypeProperties(Set.of("text/plain"), Set.of(), size, size, size, size));
    }
}
