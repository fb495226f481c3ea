package im.hongyan.bench.load;

/** What carries the client protocol. */
public enum Transport {
    TCP,
    WS
}
