package im.hongyan.e2e.simulation;

/** What the model suffers from. */
enum Fault {
    /** Half of what is being published never arrives, no confirm does. */
    CORE_CRASH,
    /** What is not acked comes again, what is committed is not relayed. */
    WRITER_CRASH,
    /** Counters and dedup entries are gone; only while nothing is on its way, so that the jump is above every number given. */
    REDIS_FLUSH,
    /** A publish arrives after its number became void. */
    LATE_PUBLISH,
    /** A client goes away, whatever it waits for. */
    DISCONNECT
}
