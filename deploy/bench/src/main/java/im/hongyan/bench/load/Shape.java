package im.hongyan.bench.load;

import im.hongyan.bench.plan.Target;
import im.hongyan.wire.Ids;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Who talks to whom. Users and groups carry a prefix, so that no run meets another's. */
sealed interface Shape {
    List<Target> targets();

    /** Pairs of users; the first of each sends to the second. */
    record Direct(String prefix, int pairs) implements Shape {
        @Override
        public List<Target> targets() {
            return IntStream.range(0, pairs)
                    .mapToObj(pair -> {
                        String sender = prefix + ".a" + pair;
                        String receiver = prefix + ".b" + pair;
                        return new Target(sender, Ids.direct(sender, receiver), List.of(receiver));
                    })
                    .toList();
        }
    }

    /** Groups; the first member of each sends to the others. */
    record Groups(String prefix, int groups, int members) implements Shape {
        /** The ids of the groups. */
        List<String> ids() {
            return IntStream.range(0, groups)
                    .mapToObj(group -> prefix + ".g" + group)
                    .toList();
        }

        /** The users of one group, the one who sends first. */
        List<String> members(String group) {
            return IntStream.range(0, members)
                    .mapToObj(member -> group + ".m" + member)
                    .toList();
        }

        @Override
        public List<Target> targets() {
            return ids().stream()
                    .map(group -> new Target(
                            members(group).getFirst(),
                            Ids.group(group),
                            members(group).subList(1, members)))
                    .toList();
        }
    }

    /** Everybody who takes part. */
    default List<String> users() {
        return targets().stream()
                .flatMap(target -> Stream.concat(Stream.of(target.sender()), target.receivers().stream()))
                .toList();
    }
}
