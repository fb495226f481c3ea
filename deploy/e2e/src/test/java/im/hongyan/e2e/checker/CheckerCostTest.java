package im.hongyan.e2e.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckerCostTest {
    private static final int USERS = 50;
    private static final int MESSAGES = 2_000;

    @Test
    void judgesTwoHundredThousandEvents() {
        Run run = everybodyTalksToEverybody();
        int events = run.histories().stream()
                .mapToInt(history -> history.events().size())
                .sum();
        assertThat(events).isGreaterThan(200_000);
        assertThat(Checker.check(run, VacuityGuard.STRICT).green()).isTrue();
    }

    private static Run everybodyTalksToEverybody() {
        Set<String> users = IntStream.range(0, USERS).mapToObj(i -> "u" + i).collect(Collectors.toSet());
        Map<String, History> histories = new HashMap<>();
        users.forEach(user -> histories.put(user, new History(user, "phone")));
        List<StoredMessage> stored = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            String sender = "u" + i % USERS;
            long at = i * 1_000L;
            StoredMessage message = new StoredMessage("g:all", i + 1, sender, "c" + i, "m" + i);
            stored.add(message);
            histories.forEach((user, history) -> {
                if (user.equals(sender)) {
                    history.add(new Event.Sent(at, "g:all", message.clientMessageId(), 1));
                    history.add(new Event.Accepted(
                            at + 100_000,
                            "g:all",
                            message.clientMessageId(),
                            message.sequence(),
                            message.messageId(),
                            false));
                }
                history.add(new Event.Applied(
                        at + 150_000,
                        "g:all",
                        message.sequence(),
                        sender,
                        message.clientMessageId(),
                        message.messageId()));
                history.add(new Event.Passed(at + 150_000, "g:all", message.sequence() - 1, message.sequence()));
            });
        }
        List<Pull> pulls = users.stream()
                .map(user -> new Pull(user, "fresh", "g:all", stored))
                .toList();
        Pulse pulse = new Pulse("none", 500_000, 500_001, "made up");
        return new Run(
                List.copyOf(histories.values()), stored, List.of(), pulls, Map.of("g:all", users), List.of(pulse));
    }
}
