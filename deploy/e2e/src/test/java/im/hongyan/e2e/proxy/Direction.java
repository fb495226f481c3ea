package im.hongyan.e2e.proxy;

/** Whither bytes go through a {@link FaultProxy}. */
public enum Direction {
    TO_SERVER,
    TO_CLIENT
}
