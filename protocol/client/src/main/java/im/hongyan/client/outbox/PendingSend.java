package im.hongyan.client.outbox;

import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.Send;
import reactor.core.publisher.MonoSink;

/** One send that is not answered for good. Loop-confined but for its immutable parts. */
final class PendingSend {
    final Send send;
    final int bytes;
    final MonoSink<Accepted> answer;

    /** Its place in the order of sending; set when it enters the outbox. */
    long number;
    /** Whether it may have reached a server. */
    boolean sent;
    /** Answers that were retryable or did not come. */
    int failures;

    PendingSend(Send send, MonoSink<Accepted> answer) {
        this.send = send;
        this.bytes = send.getSerializedSize();
        this.answer = answer;
        this.sent = send.getResend();
    }

    /** The frame's body as it must go out now. */
    Send body() {
        return sent == send.getResend()
                ? send
                : send.toBuilder().setResend(true).build();
    }
}
