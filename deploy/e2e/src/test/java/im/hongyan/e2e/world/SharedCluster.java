package im.hongyan.e2e.world;

import im.hongyan.e2e.world.ClusterSite.Size;

/** The one cluster that the tests of this JVM share; what breaks one of its parts mends it before it ends. */
public final class SharedCluster {
    private SharedCluster() {}

    /** Two of each application. The first call starts it, and blocks until everything answers. */
    public static ClusterSite site() {
        return Running.SITE;
    }

    private static final class Running {
        static final ClusterSite SITE = ClusterSite.start(new Size(2, 2, 2, false));
    }
}
