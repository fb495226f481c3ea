package im.hongyan.core.inbox;

import im.hongyan.core.conversation.ReadMarks;
import im.hongyan.core.conversation.ReadMarks.Marks;
import im.hongyan.core.inbox.InboxRepository.Face;
import im.hongyan.core.inbox.setting.Setting;
import im.hongyan.core.inbox.setting.SettingService;
import im.hongyan.core.log.LogClient;
import im.hongyan.core.refusal.Deadlines;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.LogActivity;
import im.hongyan.link.proto.LogOverview;
import im.hongyan.link.proto.LogView;
import im.hongyan.link.proto.Principal;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A page of a user's list:
 *
 * <pre>
 * version of the settings → conversations they are in → when something was said in each → order → the page's own details
 * </pre>
 *
 * <p>However many conversations there are, only their times are asked for; and of a page everything at once.
 */
@Service
class ListService {
    private static final int ACTIVITIES_A_CALL = 5_000;
    private static final int OVERVIEWS_A_CALL = 50;

    private final InboxRepository inbox;
    private final SettingService settings;
    private final ReadMarks marks;
    private final LogClient log;
    private final InboxProperties bounds;

    ListService(
            InboxRepository inbox, SettingService settings, ReadMarks marks, LogClient log, InboxProperties bounds) {
        this.inbox = inbox;
        this.settings = settings;
        this.marks = marks;
        this.log = log;
        this.bounds = bounds;
    }

    /**
     * A part of the list.
     *
     * @param next the cursor of the next one; null on the last
     * @param version of the user's settings: what was set since is told by asking for changes since then
     */
    record Page(List<ConversationView> items, @Nullable String next, long version) {}

    /** A conversation of the page: where it stands, and what the user sees of it. */
    private record Entry(Place place, Belonging belonging, long activeAtMillis) {}

    /** What is asked for a page at once, by conversation. */
    private record Details(
            Map<String, Marks> marks,
            Map<String, LogOverview> overviews,
            Map<String, Setting> settings,
            Map<String, Face> faces) {}

    /** The first conversations of the list, or those after a cursor. Errors with {@link Refused}. */
    Mono<Page> page(Principal user, String after, int limit) {
        return Mono.defer(() -> {
            Place from = after.isEmpty() ? null : Place.ofCursor(after);
            int size = size(limit);
            return settings.version(user)
                    .flatMap(version -> ordered(user)
                            .map(all -> all.stream()
                                    .filter(entry ->
                                            from == null || entry.place().compareTo(from) > 0)
                                    .limit(size + 1L)
                                    .toList())
                            .flatMap(oneMore -> page(user, oneMore, size, version)));
        });
    }

    /** One of them, in the list or away from it. Errors with NOT_FOUND when the user is not in it. */
    Mono<ConversationView> one(Principal user, String conversation) {
        Mono<Belonging> found = Ids.isConversation(conversation)
                ? within(inbox.belonging(user.getTenant(), user.getUser(), conversation))
                : Mono.empty();
        return found.switchIfEmpty(Mono.error(() ->
                        Refused.of(ErrorCode.NOT_FOUND, "there is no such conversation, or none that you are in")))
                .zipWhen(belonging -> log.activities(user.getTenant(), List.of(conversation)))
                .map(both -> entry(both.getT1(), both.getT2().getFirst()))
                .flatMap(entry -> details(user, List.of(entry)).map(details -> view(user, entry, details)));
    }

    private int size(int limit) {
        if (limit < 0) {
            throw Refused.invalid("limit", "must be at least 0");
        }
        return limit == 0 ? bounds.page() : Math.min(limit, bounds.page());
    }

    private Mono<List<Entry>> ordered(Principal user) {
        return within(inbox.belongings(user.getTenant(), user.getUser(), bounds.conversations()))
                .flatMap(all -> activities(user.getTenant(), all).map(activities -> inOrder(all, activities)));
    }

    private Mono<List<LogActivity>> activities(String tenant, List<Belonging> all) {
        return Flux.fromIterable(all)
                .map(Belonging::conversation)
                .buffer(ACTIVITIES_A_CALL)
                .concatMap(some -> log.activities(tenant, some))
                .collect(ArrayList::new, List::addAll);
    }

    private static List<Entry> inOrder(List<Belonging> all, List<LogActivity> activities) {
        List<Entry> entries = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            Belonging belonging = all.get(i);
            if (!belonging.isHidden(activities.get(i).getSequence())) {
                entries.add(entry(belonging, activities.get(i)));
            }
        }
        entries.sort(Comparator.comparing(Entry::place));
        return entries;
    }

    private static Entry entry(Belonging belonging, LogActivity activity) {
        Place place = Place.of(belonging.conversation(), belonging.pin(), activity.getTime());
        return new Entry(place, belonging, activity.getTime());
    }

    private Mono<Page> page(Principal user, List<Entry> oneMore, int size, long version) {
        boolean more = oneMore.size() > size;
        List<Entry> page = more ? oneMore.subList(0, size) : oneMore;
        String next = more ? page.getLast().place().cursor() : null;
        return details(user, page)
                .map(details -> new Page(
                        page.stream().map(entry -> view(user, entry, details)).toList(), next, version));
    }

    private Mono<Details> details(Principal user, List<Entry> page) {
        List<String> conversations =
                page.stream().map(entry -> entry.belonging().conversation()).toList();
        return within(marks.of(user, conversations))
                .flatMap(known -> Mono.zip(
                                overviews(user, page, known),
                                settings.find(user, conversations),
                                within(faces(user, conversations)))
                        .map(all -> new Details(known, all.getT1(), all.getT2(), all.getT3())));
    }

    private Mono<Map<String, LogOverview>> overviews(Principal user, List<Entry> page, Map<String, Marks> marks) {
        return Flux.fromIterable(page)
                .map(entry -> LogView.newBuilder()
                        .setConversation(entry.belonging().conversation())
                        .setAfter(entry.belonging().after())
                        .setRead(marks.getOrDefault(entry.belonging().conversation(), Marks.NONE)
                                .read())
                        .build())
                .buffer(OVERVIEWS_A_CALL)
                .concatMap(views -> log.overviews(user, views).map(answers -> byConversation(views, answers)))
                .collect(HashMap::new, Map::putAll);
    }

    private static Map<String, LogOverview> byConversation(List<LogView> views, List<LogOverview> answers) {
        Map<String, LogOverview> overviews = new HashMap<>();
        for (int i = 0; i < views.size(); i++) {
            overviews.put(views.get(i).getConversation(), answers.get(i));
        }
        return overviews;
    }

    /** Of peers by their ids, of groups by their conversations. */
    private Mono<Map<String, Face>> faces(Principal user, List<String> conversations) {
        List<String> peers = conversations.stream()
                .map(conversation -> Ids.peerOf(conversation, user.getUser()))
                .filter(Objects::nonNull)
                .toList();
        List<String> groups = conversations.stream()
                .map(Ids::groupOf)
                .filter(Objects::nonNull)
                .toList();
        return inbox.people(user.getTenant(), peers)
                .zipWith(inbox.groups(user.getTenant(), groups), ListService::merged);
    }

    private static Map<String, Face> merged(Map<String, Face> people, Map<String, Face> groups) {
        Map<String, Face> faces = new HashMap<>(people);
        faces.putAll(groups);
        return faces;
    }

    private ConversationView view(Principal user, Entry entry, Details details) {
        String conversation = entry.belonging().conversation();
        String peer = Ids.peerOf(conversation, user.getUser());
        String group = Ids.groupOf(conversation);
        LogOverview overview = details.overviews().getOrDefault(conversation, LogOverview.getDefaultInstance());
        Marks seen = details.marks().getOrDefault(conversation, Marks.NONE);
        Setting setting = details.settings().getOrDefault(conversation, Setting.none(conversation));
        Face face = details.faces()
                .getOrDefault(peer == null ? conversation : peer, new Face(peer == null ? "" : peer, ""));
        Preview last = overview.getLast().isEmpty() ? null : Preview.of(overview.getLast(), bounds);
        return new ConversationView(
                conversation,
                peer,
                group,
                face.name(),
                face.avatar(),
                entry.activeAtMillis() == 0 ? null : Instant.ofEpochMilli(entry.activeAtMillis()),
                overview.getHead(),
                seen.read(),
                seen.peerRead(),
                seen.peerReceived(),
                last == null ? null : last.json(),
                (last != null && last.cut()) ? Boolean.TRUE : null,
                overview.getUnread(),
                overview.getMentioned() == 0 ? null : overview.getMentioned(),
                setting.pinned(),
                setting.muted(),
                setting.markedUnread(),
                setting.draft());
    }

    private <T> Mono<T> within(Mono<T> answer) {
        return Deadlines.ofStore(answer, bounds.databaseDeadline());
    }
}
