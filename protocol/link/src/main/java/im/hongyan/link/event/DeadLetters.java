package im.hongyan.link.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dead letters of this process: logged, counted, the newest kept. Safe for concurrent use. */
public final class DeadLetters {
    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final int kept;
    private final Deque<DeadLetter> letters = new ArrayDeque<>();
    private final Counter records;

    /** @param kept letters in memory at the most; newer ones win */
    public DeadLetters(int kept, MeterRegistry meters) {
        this.kept = kept;
        this.records = Counter.builder("hongyan.event.dead")
                .baseUnit("records")
                .description("Records that went to the dead letters")
                .register(meters);
    }

    /** Says that this batch will not come again. */
    public void add(DeadLetter letter) {
        log.error(
                "{} records of {} are dead letters after {} attempts: {}",
                letter.records().size(),
                letter.address(),
                letter.attempts(),
                letter.reason());
        records.increment(letter.records().size());
        synchronized (letters) {
            letters.addLast(letter);
            if (letters.size() > kept) {
                letters.removeFirst();
            }
        }
    }

    /** What is kept, oldest first. */
    public List<DeadLetter> newest() {
        synchronized (letters) {
            return List.copyOf(letters);
        }
    }
}
