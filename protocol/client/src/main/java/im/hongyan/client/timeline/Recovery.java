package im.hongyan.client.timeline;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/** Notices when everything that was missing at the beginning of a connection has been applied. Loop-confined. */
final class Recovery {
    private final IntConsumer recovered;
    private final Map<Timeline, Long> goals = new HashMap<>();
    private boolean headsComing;
    private int conversations;

    Recovery(IntConsumer recovered) {
        this.recovered = recovered;
    }

    /** A connection begins; its heads will come. */
    void begin() {
        goals.clear();
        headsComing = true;
    }

    /** Whether the heads that answer HELLO are still coming. */
    boolean isBeginning() {
        return headsComing;
    }

    /** All heads are known. */
    void headsKnown(Collection<Timeline> timelines) {
        headsComing = false;
        for (Timeline timeline : timelines) {
            if (timeline.head > timeline.applied) {
                goals.put(timeline, timeline.head);
            }
        }
        conversations = goals.size();
        if (goals.isEmpty()) {
            recovered.accept(0);
        }
    }

    /** This timeline moved. */
    void applied(Timeline timeline) {
        Long goal = goals.get(timeline);
        if (goal != null && timeline.applied >= goal) {
            giveUp(timeline);
        }
    }

    /** Nothing more is to be expected of this timeline. */
    void giveUp(Timeline timeline) {
        if (goals.remove(timeline) != null && goals.isEmpty()) {
            recovered.accept(conversations);
        }
    }
}
