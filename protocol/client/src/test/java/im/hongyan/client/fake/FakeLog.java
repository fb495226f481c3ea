package im.hongyan.client.fake;

import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Head;
import im.hongyan.wire.frame.History;
import im.hongyan.wire.frame.HistoryPart;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.SyncPart;
import im.hongyan.wire.frame.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** What the fake server has stored. Safe for concurrent use. */
public final class FakeLog {
    private final Map<String, NavigableMap<Long, Message>> messages = new HashMap<>();
    private final Map<String, Long> heads = new TreeMap<>();
    private final Map<String, Accepted> accepted = new HashMap<>();
    private final Map<String, Set<String>> groups = new TreeMap<>();
    private final Map<String, String> groupNames = new HashMap<>();
    private final Map<String, String> announcements = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private final Map<String, Set<String>> admins = new HashMap<>();
    private final Map<String, String> mutes = new HashMap<>();

    /** Stores a text and returns the message. */
    public synchronized Message store(String conversation, String sender, String text) {
        Content content =
                Content.newBuilder().setText(Text.newBuilder().setText(text)).build();
        return store(conversation, sender, Ids.newClientMessageId(), content);
    }

    synchronized Message store(String conversation, String sender, String clientMessageId, Content content) {
        long sequence = head(conversation) + 1;
        Message message = Message.newBuilder()
                .setConversation(conversation)
                .setSequence(sequence)
                .setMessageId(Ids.newMessageId(System.currentTimeMillis()))
                .setSender(sender)
                .setClientMessageId(clientMessageId)
                .setTime(System.currentTimeMillis())
                .setContent(content)
                .build();
        heads.put(conversation, sequence);
        messages.computeIfAbsent(conversation, key -> new TreeMap<>()).put(sequence, message);
        return message;
    }

    /** Makes the next numbers of a conversation void. */
    public synchronized void skip(String conversation, int numbers) {
        heads.merge(conversation, (long) numbers, Long::sum);
    }

    public synchronized void addMembers(String group, String name, List<String> members) {
        groupNames.putIfAbsent(group, name);
        members.stream().findFirst().ifPresent(first -> owners.putIfAbsent(group, first));
        groups.computeIfAbsent(group, key -> new LinkedHashSet<>()).addAll(members);
    }

    public synchronized List<Message> messages(String conversation) {
        return List.copyOf(messages.getOrDefault(conversation, new TreeMap<>()).values());
    }

    /** Whether it was accepted before, or a fresh answer. */
    public synchronized Accepted accept(String conversation, String sender, String clientMessageId, Content content) {
        String key = conversation + " " + sender + " " + clientMessageId;
        Accepted before = accepted.get(key);
        if (before != null) {
            return before.toBuilder().setDuplicate(true).build();
        }
        Message message = store(conversation, sender, clientMessageId, content);
        Accepted fresh = Accepted.newBuilder()
                .setConversation(conversation)
                .setClientMessageId(clientMessageId)
                .setSequence(message.getSequence())
                .setMessageId(message.getMessageId())
                .setTime(message.getTime())
                .build();
        accepted.put(key, fresh);
        return fresh;
    }

    synchronized boolean isMember(String conversation, String user) {
        String group = Ids.groupOf(conversation);
        return group == null
                ? Ids.directMembers(conversation).contains(user)
                : groups.getOrDefault(group, Set.of()).contains(user);
    }

    synchronized void removeMember(String group, String user) {
        groups.getOrDefault(group, Set.of()).remove(user);
    }

    synchronized void dissolve(String group) {
        groups.remove(group);
    }

    synchronized void describe(String group, String name, String announcement) {
        groupNames.put(group, name);
        announcements.put(group, announcement);
    }

    synchronized void giveTo(String group, String owner) {
        owners.put(group, owner);
    }

    synchronized void appoint(String group, String user) {
        admins.computeIfAbsent(group, key -> new LinkedHashSet<>()).add(user);
    }

    synchronized void dismiss(String group, String user) {
        admins.getOrDefault(group, Set.of()).remove(user);
    }

    /** Of everybody when no user is named; "" lifts it. */
    synchronized void mute(String group, String user, String until) {
        mutes.put(group + " " + user, until);
    }

    synchronized String mutedUntil(String group, String user) {
        return mutes.getOrDefault(group + " " + user, "");
    }

    synchronized String role(String group, String user) {
        boolean admin = admins.getOrDefault(group, Set.of()).contains(user);
        return owner(group).equals(user) ? "owner" : admin ? "admin" : "member";
    }

    synchronized String name(String group) {
        return groupNames.getOrDefault(group, "");
    }

    synchronized String announcement(String group) {
        return announcements.getOrDefault(group, "");
    }

    synchronized String owner(String group) {
        return owners.getOrDefault(group, "");
    }

    synchronized boolean hasGroup(String group) {
        return groups.containsKey(group);
    }

    synchronized Map<String, String> groupsOf(String user) {
        Map<String, String> mine = new TreeMap<>();
        groups.forEach((group, members) -> {
            if (members.contains(user)) {
                mine.put(group, groupNames.getOrDefault(group, ""));
            }
        });
        return mine;
    }

    synchronized List<String> members(String group) {
        return List.copyOf(groups.getOrDefault(group, Set.of()));
    }

    synchronized long head(String conversation) {
        return heads.getOrDefault(conversation, 0L);
    }

    synchronized List<Head> headsOf(String user) {
        List<Head> all = new ArrayList<>();
        heads.forEach((conversation, head) -> {
            if (isMember(conversation, user)) {
                all.add(Head.newBuilder()
                        .setConversation(conversation)
                        .setSequence(head)
                        .build());
            }
        });
        return all;
    }

    /** The parts that answer one cursor, a few messages each. */
    public synchronized List<SyncPart> sync(String conversation, long after, int limit, int partMessages) {
        long head = head(conversation);
        List<Message> found =
                messages.getOrDefault(conversation, new TreeMap<>()).tailMap(after, false).values().stream()
                        .limit(limit == 0 ? Long.MAX_VALUE : limit)
                        .toList();
        boolean all = limit == 0 || found.size() < limit;
        List<SyncPart> parts = new ArrayList<>();
        long from = after;
        for (int i = 0; i == 0 || i < found.size(); i += partMessages) {
            List<Message> some = found.subList(i, Math.min(found.size(), i + partMessages));
            boolean last = i + partMessages >= found.size();
            long through = last && all ? Math.max(head, from) : some.getLast().getSequence();
            parts.add(SyncPart.newBuilder()
                    .setConversation(conversation)
                    .setAfter(from)
                    .setThrough(through)
                    .setHead(head)
                    .addAllMessages(some)
                    .setLast(last)
                    .build());
            from = through;
        }
        return parts;
    }

    synchronized HistoryPart history(String conversation, History asked) {
        long before = asked.getBefore() == 0 ? Long.MAX_VALUE : asked.getBefore();
        List<Message> range = messages.getOrDefault(conversation, new TreeMap<>()).values().stream()
                .filter(message -> message.getSequence() > asked.getAfter() && message.getSequence() < before)
                .sorted(
                        asked.getForward()
                                ? Comparator.comparingLong(Message::getSequence)
                                : Comparator.comparingLong(Message::getSequence).reversed())
                .toList();
        List<Message> page = range.stream()
                .limit(asked.getLimit())
                .sorted(Comparator.comparingLong(Message::getSequence))
                .toList();
        return HistoryPart.newBuilder()
                .setConversation(conversation)
                .addAllMessages(page)
                .setAfter(asked.getAfter())
                .setThrough(page.isEmpty() ? asked.getAfter() : page.getLast().getSequence())
                .setHead(head(conversation))
                .setMore(range.size() > page.size())
                .setDone(true)
                .build();
    }
}
