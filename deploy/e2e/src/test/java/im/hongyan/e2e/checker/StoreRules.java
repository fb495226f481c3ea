package im.hongyan.e2e.checker;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the tables and the full pulls must show: LOST, DUPLICATED, OPEN_HOLES, and the number of VOIDED. */
final class StoreRules {
    private final Evidence evidence;
    private final Verdict verdict;

    StoreRules(Evidence evidence, Verdict verdict) {
        this.evidence = evidence;
        this.verdict = verdict;
    }

    void check() {
        evidence.stored().forEach((key, rows) -> {
            if (rows.size() > 1) {
                verdict.found(
                        Count.DUPLICATED,
                        key + " at "
                                + rows.stream().map(StoredMessage::sequence).toList());
            }
        });
        evidence.run().pulls().forEach(this::pulled);
        lost();
        holes();
    }

    /** A pull shows what is stored, in its order, and nothing else. */
    private void pulled(Pull pull) {
        String name = pull.user() + "/" + pull.device() + " pulled ";
        long last = 0;
        for (StoredMessage message : pull.messages()) {
            if (!message.equals(evidence.timeline(pull.conversation()).get(message.sequence()))) {
                verdict.found(Count.PHANTOM, name + message.key() + " at " + message.sequence());
            }
            if (message.sequence() <= last) {
                verdict.found(Count.REORDERED, name + message.key() + " at " + message.sequence() + " after " + last);
            }
            last = message.sequence();
        }
    }

    private void lost() {
        Map<String, Map<String, Set<MessageKey>>> pulledByDevice = new HashMap<>();
        for (Pull pull : evidence.run().pulls()) {
            pulledByDevice
                    .computeIfAbsent(pull.conversation(), conversation -> new HashMap<>())
                    .computeIfAbsent(pull.user() + "/" + pull.device(), device -> new HashSet<>())
                    .addAll(pull.messages().stream().map(StoredMessage::key).toList());
        }
        evidence.outcomes().forEach((key, outcome) -> {
            if (outcome.accepted().isEmpty()) {
                return;
            }
            verdict.noted(Count.ACCEPTED, 1);
            Map<String, Set<MessageKey>> logs = pulledByDevice.getOrDefault(key.conversation(), Map.of());
            Set<String> without = logs.entrySet().stream()
                    .filter(log -> !log.getValue().contains(key))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            if (evidence.row(key) == null) {
                verdict.found(Count.LOST, key + " is in no table");
            } else if (!without.isEmpty()) {
                verdict.found(Count.LOST, key + " is not in the pull of " + without);
            }
        });
    }

    private void holes() {
        Map<String, List<VoidRange>> voids =
                evidence.run().voids().stream().collect(Collectors.groupingBy(VoidRange::conversation));
        Set<String> conversations = new HashSet<>(voids.keySet());
        conversations.addAll(evidence.timelines().keySet());
        for (String conversation : conversations) {
            holes(conversation, voids.getOrDefault(conversation, List.of()));
        }
    }

    private void holes(String conversation, List<VoidRange> voids) {
        TreeMap<Long, Long> covered = new TreeMap<>();
        evidence.timeline(conversation).keySet().forEach(sequence -> covered.put(sequence, sequence));
        voids.stream()
                .sorted(Comparator.comparingLong(VoidRange::from))
                .forEach(range -> covered.merge(range.from(), range.to(), Math::max));
        long through = 0;
        for (Map.Entry<Long, Long> part : covered.entrySet()) {
            long missing = part.getKey() - through - 1;
            if (missing > 0) {
                verdict.found(
                        Count.OPEN_HOLES, missing, conversation + " " + (through + 1) + ".." + (part.getKey() - 1));
            }
            through = Math.max(through, part.getValue());
        }
        voids.forEach(range -> verdict.noted(Count.VOIDED, range.to() - range.from() + 1));
    }
}
