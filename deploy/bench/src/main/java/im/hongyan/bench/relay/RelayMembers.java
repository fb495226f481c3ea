package im.hongyan.bench.relay;

import im.hongyan.wire.Ids;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who is connected, and who belongs to a conversation: the two users of a direct one; of a group every user whose id begins
 * with the group's id and a dot. Safe for concurrent use.
 */
final class RelayMembers {
    private final Map<String, Channel> channels = new ConcurrentHashMap<>();
    private final Map<String, List<Channel>> members = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> sequences = new ConcurrentHashMap<>();

    void join(String user, Channel channel) {
        channels.put(user, channel);
        members.clear();
    }

    void leave(String user, Channel channel) {
        channels.remove(user, channel);
        members.clear();
    }

    long next(String conversation) {
        return sequences
                .computeIfAbsent(conversation, first -> new AtomicLong())
                .incrementAndGet();
    }

    List<Channel> of(String conversation) {
        return members.computeIfAbsent(conversation, this::find);
    }

    private List<Channel> find(String conversation) {
        String group = Ids.groupOf(conversation);
        List<String> pair = Ids.directMembers(conversation);
        return channels.entrySet().stream()
                .filter(entry -> group == null
                        ? pair.contains(entry.getKey())
                        : entry.getKey().startsWith(group + '.'))
                .map(Map.Entry::getValue)
                .toList();
    }
}
