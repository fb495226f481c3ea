package im.hongyan.core.message;

import im.hongyan.core.message.sequence.Claim;
import im.hongyan.core.refusal.Failures;
import im.hongyan.link.proto.SendResult;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.Problem;

/** The answer to one send of a batch. */
record Settled(int index, SendResult result) {

    /** A message id that is not this attempt's own was made by an earlier one. */
    static Settled accepted(Claim claim, long sequence, long timeMillis, String messageId) {
        Accepted accepted = Accepted.newBuilder()
                .setConversation(claim.draft().key().conversation())
                .setClientMessageId(claim.draft().clientMessageId())
                .setSequence(sequence)
                .setMessageId(messageId)
                .setTime(timeMillis)
                .setDuplicate(!messageId.equals(claim.draft().messageId()))
                .build();
        return new Settled(
                claim.index(), SendResult.newBuilder().setAccepted(accepted).build());
    }

    static Settled refused(Claim claim, Throwable failure) {
        return refused(claim.index(), claim.draft().clientMessageId(), Failures.problem(failure));
    }

    static Settled refused(int index, String clientMessageId, Problem problem) {
        Problem named = problem.toBuilder().setClientMessageId(clientMessageId).build();
        return new Settled(index, SendResult.newBuilder().setProblem(named).build());
    }
}
