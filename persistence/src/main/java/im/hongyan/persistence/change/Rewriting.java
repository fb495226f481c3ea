package im.hongyan.persistence.change;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import im.hongyan.persistence.delivery.Hint;
import im.hongyan.persistence.judge.Decision;
import im.hongyan.persistence.log.LogEntry;
import im.hongyan.persistence.log.Place;
import im.hongyan.persistence.log.Reactions.Given;
import im.hongyan.persistence.log.Rewrite;
import im.hongyan.wire.frame.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A decision on its way to what its messages do to others. Used once, by one thread at a time. */
final class Rewriting {
    private final Decision decision;
    private final Map<Place, LogEntry> entries = new LinkedHashMap<>();
    /** Of messages that were stored before. */
    private final Map<Place, ByteString> rewritten = new LinkedHashMap<>();
    /** Those of them that were recalled: they make nothing unread any more. */
    private final Set<Place> recalled = new HashSet<>();
    /** As they were stored before. */
    private final Map<Place, ByteString> opened = new HashMap<>();

    private final Reacting reacting = new Reacting();

    Rewriting(Decision decision) {
        this.decision = decision;
        decision.entries().forEach(entry -> entries.put(entry.place(), entry));
    }

    /** Stored messages to be changed. */
    void open(Map<Place, ByteString> stored) {
        opened.putAll(stored);
    }

    /** What was opened and stays as it is need not be kept. */
    void close() {
        opened.clear();
    }

    /** The messages that gave those of these places the words that they have now. */
    Set<Place> lastEdits(Collection<Place> places) {
        Set<Place> edits = new LinkedHashSet<>();
        for (Place place : places) {
            Message message = at(place);
            if (message != null && message.getEditSequence() != 0) {
                edits.add(new Place(place.conversation(), message.getEditSequence()));
            }
        }
        return edits;
    }

    Reacting reacting() {
        return reacting;
    }

    /** What users are about to react with, or no longer, by the messages that they react to. */
    List<Given> reactions(Map<Place, List<Place>> byTarget) {
        List<Given> keys = new ArrayList<>();
        byTarget.forEach((target, changes) -> changes.forEach(change -> {
            Message message = at(change);
            if (message != null && message.getContent().hasReaction()) {
                keys.add(new Given(target, message.getContent().getReaction().getReaction(), message.getSender()));
            }
        }));
        return keys;
    }

    /** Lets messages change the one that they name; whoever names nothing changes nothing. */
    void fold(Place target, List<Place> changes) {
        for (Place change : changes) {
            Message before = at(target);
            Message message = at(change);
            if (before != null && message != null) {
                fold(target, before, change, message);
            }
        }
    }

    private void fold(Place target, Message before, Place change, Message message) {
        if (message.getContent().hasReaction()) {
            if (before.hasContent()) {
                put(change, message, reacting.react(target, message));
            }
            return;
        }
        Fold fold = Fold.of(before, message);
        put(target, before, fold.target());
        put(change, message, fold.change());
        if (fold.endsEdit()) {
            withoutWords(new Place(target.conversation(), before.getEditSequence()));
        }
        if (fold.target().hasRecalled()) {
            reacting.forget(target);
        }
    }

    private void withoutWords(Place edit) {
        Message before = at(edit);
        if (before != null) {
            put(edit, before, Fold.withoutWords(before));
        }
    }

    private @Nullable Message at(Place place) {
        LogEntry own = entries.get(place);
        ByteString body = own != null ? own.body() : rewritten.getOrDefault(place, opened.get(place));
        try {
            return body == null ? null : Message.parseFrom(body);
        } catch (InvalidProtocolBufferException unreadable) {
            return null;
        }
    }

    private void put(Place place, Message before, Message after) {
        if (!after.equals(before)) {
            LogEntry own = entries.get(place);
            if (own == null) {
                rewritten.put(place, after.toByteString());
                if (after.hasRecalled()) {
                    recalled.add(place);
                }
            } else {
                LogEntry other = own.withBody(after.toByteString());
                entries.put(place, after.hasRecalled() ? other.silent() : other);
            }
        }
    }

    /** The decision with all that was folded: whoever is told of a message is told what it is now. */
    Decision decision() {
        List<List<Hint>> told = new ArrayList<>();
        decision.hints()
                .forEach(some ->
                        told.add(new ArrayList<>(some.stream().map(this::newest).toList())));
        List<Rewrite> rewrites = new ArrayList<>();
        rewritten.forEach((place, body) -> {
            rewrites.add(new Rewrite(place, body, recalled.contains(place)));
            told.getLast().add(new Hint.Rewritten(place));
        });
        return decision.changing(List.copyOf(entries.values()), told, rewrites, reacting.reactions());
    }

    private Hint newest(Hint hint) {
        if (!(hint instanceof Hint.Stored stored)) {
            return hint;
        }
        LogEntry own = entries.get(stored.place());
        ByteString body = own == null ? rewritten.get(stored.place()) : own.body();
        return body == null ? hint : stored.withBody(body);
    }
}
