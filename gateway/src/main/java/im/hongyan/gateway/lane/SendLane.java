package im.hongyan.gateway.lane;

import im.hongyan.gateway.lane.SendLanes.Request;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.SendBatch;
import im.hongyan.link.proto.SendResult;
import im.hongyan.link.proto.SendResults;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Frame;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.BaseSubscriber;

/**
 * Sends in their order: what has queued up goes together in one call, the next call when that is answered. When one has to be
 * repeated, those behind it in its conversation go back to the client too, which repeats them in order. Confined to the
 * executor. When the client leaves, what was read from it is still sent: only the answers are lost.
 */
final class SendLane {
    private static final int MAX_BATCH = 64;
    private static final int MAX_BATCH_BYTES = 512 * 1024;
    private static final SendResult NO_RESULT = SendResult.getDefaultInstance();

    private final Asker asker;
    private final CoreDoor core;
    private final SendLanes lanes;
    private final ArrayDeque<Request> queued = new ArrayDeque<>();
    private boolean calling;

    SendLane(Asker asker, CoreDoor core, SendLanes lanes) {
        this.asker = asker;
        this.core = core;
        this.lanes = lanes;
    }

    void add(Request request) {
        queued.add(request);
        if (!calling) {
            callNext();
        }
    }

    private void callNext() {
        List<Request> batch = new ArrayList<>(Math.min(queued.size(), MAX_BATCH));
        SendBatch.Builder call = SendBatch.newBuilder().setPrincipal(asker.principal());
        int bytes = 0;
        while (batch.size() < MAX_BATCH && bytes < MAX_BATCH_BYTES) {
            Request request = queued.poll();
            if (request == null) {
                break;
            }
            batch.add(request);
            call.addSends(request.send());
            bytes += request.bytes();
        }
        calling = !batch.isEmpty();
        if (calling) {
            core.client().call(Calls.SEND, call.build()).subscribe(new Answer(batch, bytes));
        }
    }

    private void answered(List<Request> batch, int bytes, SendResults results) {
        List<Request> toRepeat = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            SendResult result = i < results.getResultsCount() ? results.getResults(i) : NO_RESULT;
            Request request = batch.get(i);
            switch (result.getResultCase()) {
                case ACCEPTED -> asker.answer(new Frame(FrameType.ACCEPTED, request.id(), result.getAccepted()));
                case PROBLEM, RESULT_NOT_SET -> {
                    Problem problem = result.hasProblem() ? result.getProblem() : noResult();
                    if (problem.getRetryable()) {
                        toRepeat.add(request);
                    }
                    asker.answer(request.refusal(problem));
                }
            }
        }
        finished(bytes, toRepeat);
    }

    private static Problem noResult() {
        return Problems.retryAfter(ErrorCode.INTERNAL, "no result; it may have been done", CallFailures.retryMillis());
    }

    private void failed(List<Request> batch, int bytes, Throwable failure) {
        Problem problem = CallFailures.problem(failure);
        batch.forEach(request -> asker.answer(request.refusal(problem)));
        finished(bytes, batch);
    }

    private void finished(int bytes, List<Request> toRepeat) {
        lanes.sent(bytes);
        if (!toRepeat.isEmpty()) {
            // The first one of a conversation is the one to wait for.
            toRepeat.reversed().forEach(lanes::interrupt);
            queued.removeIf(request -> {
                boolean refused = !lanes.passes(request);
                if (refused) {
                    lanes.sent(request.bytes());
                }
                return refused;
            });
        }
        callNext();
    }

    /** Never cancelled: a client's leaving must not reach work that may be durable already. Its life is the call's deadline. */
    private final class Answer extends BaseSubscriber<SendResults> {
        private final List<Request> batch;
        private final int bytes;
        private boolean answered;

        private Answer(List<Request> batch, int bytes) {
            this.batch = batch;
            this.bytes = bytes;
        }

        @Override
        protected void hookOnNext(SendResults results) {
            answered = true;
            asker.executor().execute(() -> answered(batch, bytes, results));
        }

        @Override
        protected void hookOnError(Throwable failure) {
            asker.executor().execute(() -> failed(batch, bytes, failure));
        }

        @Override
        protected void hookOnComplete() {
            if (!answered) {
                asker.executor().execute(() -> answered(batch, bytes, SendResults.getDefaultInstance()));
            }
        }
    }
}
