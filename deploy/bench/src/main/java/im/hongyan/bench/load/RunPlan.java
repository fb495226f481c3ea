package im.hongyan.bench.load;

import im.hongyan.wire.Ids;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a run does.
 *
 * @param name part of every user's and group's id, so that runs do not meet
 * @param payloadBytes of the text, about
 * @param receipts whether recipients tell the server what they applied, as real clients do
 */
public record RunPlan(
        String name, Shape shape, Pace pace, Duration warmUp, Duration measured, int payloadBytes, boolean receipts) {

    List<String> users() {
        int count =
                switch (shape) {
                    case Shape.Direct direct -> 2 * direct.pairs();
                    case Shape.Group group -> group.members();
                };
        return IntStream.range(0, count).mapToObj(i -> name + "-" + i).toList();
    }

    String group() {
        return name;
    }

    String groupConversation() {
        return Ids.group(group());
    }
}
