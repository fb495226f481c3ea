package im.hongyan.link.call;

import im.hongyan.link.proto.Done;
import im.hongyan.link.proto.FindMessages;
import im.hongyan.link.proto.FindTargets;
import im.hongyan.link.proto.FoundMessages;
import im.hongyan.link.proto.FoundTargets;
import im.hongyan.link.proto.HeadsQuery;
import im.hongyan.link.proto.HeadsResult;
import im.hongyan.link.proto.HistoryQuery;
import im.hongyan.link.proto.HistoryResult;
import im.hongyan.link.proto.LogActivities;
import im.hongyan.link.proto.LogHeads;
import im.hongyan.link.proto.LogOverviews;
import im.hongyan.link.proto.LogPage;
import im.hongyan.link.proto.MarkReceipts;
import im.hongyan.link.proto.MarkedReceipts;
import im.hongyan.link.proto.OpenSession;
import im.hongyan.link.proto.OpenedSession;
import im.hongyan.link.proto.ReadHeads;
import im.hongyan.link.proto.ReadLog;
import im.hongyan.link.proto.ReadOverviews;
import im.hongyan.link.proto.SendBatch;
import im.hongyan.link.proto.SendResults;
import im.hongyan.link.proto.SyncQuery;
import im.hongyan.link.proto.SyncResult;
import im.hongyan.link.proto.TypingSignal;

/** Every call between our own processes, on one page. */
public final class Calls {
    // gateway → chat-core
    public static final Route<OpenSession, OpenedSession> OPEN_SESSION =
            new Route<>("account.open", OpenSession.parser(), OpenedSession.parser());
    public static final Route<SendBatch, SendResults> SEND =
            new Route<>("message.send", SendBatch.parser(), SendResults.parser());
    /** Streams. */
    public static final Route<SyncQuery, SyncResult> SYNC =
            new Route<>("history.sync", SyncQuery.parser(), SyncResult.parser());
    /** Streams. */
    public static final Route<HistoryQuery, HistoryResult> HISTORY =
            new Route<>("history.range", HistoryQuery.parser(), HistoryResult.parser());
    /** Streams: pages of heads of all conversations of the principal. */
    public static final Route<HeadsQuery, HeadsResult> HEADS =
            new Route<>("conversation.heads", HeadsQuery.parser(), HeadsResult.parser());

    public static final Route<MarkReceipts, MarkedReceipts> MARK_RECEIPTS =
            new Route<>("receipt.mark", MarkReceipts.parser(), MarkedReceipts.parser());
    public static final Route<TypingSignal, Done> TYPING =
            new Route<>("conversation.typing", TypingSignal.parser(), Done.parser());

    // chat-core → persistence
    /** Streams, demand carried to the database. */
    public static final Route<ReadLog, LogPage> READ_LOG =
            new Route<>("history.read", ReadLog.parser(), LogPage.parser());

    public static final Route<ReadHeads, LogHeads> READ_HEADS =
            new Route<>("history.heads", ReadHeads.parser(), LogHeads.parser());
    public static final Route<ReadHeads, LogActivities> READ_ACTIVITIES =
            new Route<>("history.activities", ReadHeads.parser(), LogActivities.parser());
    public static final Route<ReadOverviews, LogOverviews> READ_OVERVIEWS =
            new Route<>("history.overviews", ReadOverviews.parser(), LogOverviews.parser());
    public static final Route<FindMessages, FoundMessages> FIND =
            new Route<>("message.find", FindMessages.parser(), FoundMessages.parser());
    public static final Route<FindTargets, FoundTargets> FIND_TARGETS =
            new Route<>("message.targets", FindTargets.parser(), FoundTargets.parser());

    private Calls() {}
}
