package im.hongyan.persistence.history;

import im.hongyan.link.call.CallException;
import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.LogActivities;
import im.hongyan.link.proto.LogActivity;
import im.hongyan.link.proto.LogOverview;
import im.hongyan.link.proto.LogOverviews;
import im.hongyan.link.proto.LogView;
import im.hongyan.link.proto.ReadHeads;
import im.hongyan.link.proto.ReadOverviews;
import im.hongyan.persistence.log.Activity;
import im.hongyan.persistence.log.Overview;
import im.hongyan.persistence.log.View;
import im.hongyan.persistence.store.OverviewRepository;
import im.hongyan.persistence.store.OverviewRepository.Reader;
import im.hongyan.wire.ErrorCode;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Answers {@code history.activities} and {@code history.overviews}: what lists of conversations are made of. */
@Component
final class OverviewEndpoint {
    private final OverviewRepository overviews;
    private final HistoryProperties bounds;

    OverviewEndpoint(CallHandlers handlers, OverviewRepository overviews, HistoryProperties bounds) {
        this.overviews = overviews;
        this.bounds = bounds;
        handlers.onCall(Calls.READ_ACTIVITIES, this::activities);
        handlers.onCall(Calls.READ_OVERVIEWS, this::overviews);
    }

    private Mono<LogActivities> activities(ReadHeads query) {
        if (query.getConversationsCount() > bounds.headsAsked()) {
            return tooMany(bounds.headsAsked());
        }
        List<String> conversations = query.getConversationsList();
        return overviews
                .activities(query.getTenant(), conversations)
                .map(found -> answerOfActivities(conversations, found))
                .onErrorMap(StoreUnavailable::from);
    }

    private static LogActivities answerOfActivities(List<String> conversations, Map<String, Activity> found) {
        LogActivities.Builder answer = LogActivities.newBuilder();
        for (String conversation : conversations) {
            Activity activity = found.getOrDefault(conversation, Activity.NONE);
            answer.addActivities(
                    LogActivity.newBuilder().setSequence(activity.shown()).setTime(activity.time()));
        }
        return answer.build();
    }

    private Mono<LogOverviews> overviews(ReadOverviews query) {
        if (query.getViewsCount() > bounds.overviewsAsked()) {
            return tooMany(bounds.overviewsAsked());
        }
        List<View> views =
                query.getViewsList().stream().map(OverviewEndpoint::view).toList();
        return overviews
                .overviews(new Reader(query.getTenant(), query.getReader(), bounds.unreadLookedAt()), views)
                .map(found -> answerOfOverviews(views, found))
                .onErrorMap(StoreUnavailable::from);
    }

    private static View view(LogView view) {
        return new View(
                view.getConversation(),
                view.getAfter(),
                view.getUntil() == 0 ? Long.MAX_VALUE : view.getUntil(),
                view.getRead());
    }

    private LogOverviews answerOfOverviews(List<View> views, Map<String, Overview> found) {
        LogOverviews.Builder answer = LogOverviews.newBuilder();
        for (View view : views) {
            Overview overview = found.getOrDefault(view.conversation(), Overview.NONE);
            answer.addOverviews(LogOverview.newBuilder()
                    .setHead(overview.head())
                    .setLast(overview.last())
                    .setUnread(Math.min(overview.unread(), bounds.unreadCounted()))
                    .setMentioned(overview.mentioned()));
        }
        return answer.build();
    }

    private static <T> Mono<T> tooMany(int most) {
        return Mono.error(
                new CallException(ErrorCode.INTERNAL, "at most " + most + " conversations are asked for at once"));
    }
}
