package im.hongyan.link.call.rsocket;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.call.CallHandlers.Handler;
import im.hongyan.link.call.rsocket.frame.CallFrames;
import im.hongyan.link.call.rsocket.frame.CallStatus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.exceptions.CustomRSocketException;
import io.rsocket.exceptions.InvalidException;
import io.rsocket.util.ByteBufPayload;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One connection of a client, on the side of the server: reads questions and has them answered by the handlers. */
final class Answering implements RSocket {
    private static final Logger log = LoggerFactory.getLogger(Answering.class);

    private final CallHandlers handlers;
    private final ServerLoad load;
    private final Executor loop;

    /** @param loop the event loop of the connection */
    Answering(CallHandlers handlers, ServerLoad load, Executor loop) {
        this.handlers = handlers;
        this.load = load;
        this.loop = loop;
    }

    @Override
    public Mono<Payload> requestResponse(Payload payload) {
        return readOf(payload, (kind, in) -> switch (kind) {
                    case CallFrames.PING -> Flux.just(ByteBufPayload.create(Unpooled.EMPTY_BUFFER));
                    case CallFrames.CALLS -> calls(in);
                    default -> malformed();
                })
                .next();
    }

    @Override
    public Flux<Payload> requestStream(Payload payload) {
        return readOf(payload, (kind, in) -> switch (kind) {
            case CallFrames.CALLS -> calls(in);
            case CallFrames.STREAM -> stream(CallFrames.readStream(in));
            default -> malformed();
        });
    }

    private interface Reader {
        Flux<Payload> read(byte kind, ByteBuf in) throws InvalidProtocolBufferException;
    }

    /** Reads the payload and releases it, whatever happens. */
    private static Flux<Payload> readOf(Payload payload, Reader reader) {
        try {
            ByteBuf in = payload.sliceData();
            return reader.read(in.readByte(), in);
        } catch (IndexOutOfBoundsException | IllegalArgumentException | InvalidProtocolBufferException broken) {
            return malformed();
        } finally {
            payload.release();
        }
    }

    private static Flux<Payload> malformed() {
        return Flux.error(new InvalidException("the question is malformed"));
    }

    private AnswerBatch calls(ByteBuf in) {
        AnswerBatch answers = new AnswerBatch(loop);
        do {
            CallFrames.Question question = CallFrames.readCall(in);
            if (!(handlers.find(question.route()) instanceof Handler.One<?, ?> handler)) {
                answers.refuse(CallStatus.NOT_SERVED);
            } else if (!load.tryCall()) {
                answers.refuse(CallStatus.BUSY);
            } else {
                work(handler, question.body(), answers);
            }
        } while (in.isReadable());
        return answers;
    }

    private <Q extends MessageLite, R extends MessageLite> void work(
            Handler.One<Q, R> handler, ByteBuf body, AnswerBatch answers) {
        Mono<R> answer;
        try {
            Q question = CallFrames.parse(handler.route().request(), body);
            answer = Mono.defer(() -> handler.answer().apply(question));
        } catch (InvalidProtocolBufferException unreadable) {
            answer = Mono.error(unreadable);
        }
        answer.subscribe(answers.<R>add(handler.route().name(), load::callEnded));
    }

    private Flux<Payload> stream(CallFrames.Question question) throws InvalidProtocolBufferException {
        if (!(handlers.find(question.route()) instanceof Handler.Many<?, ?> handler)) {
            return Flux.error(CallStatus.NOT_SERVED.streamError());
        }
        return items(handler, question.body());
    }

    private <Q extends MessageLite, R extends MessageLite> Flux<Payload> items(Handler.Many<Q, R> handler, ByteBuf body)
            throws InvalidProtocolBufferException {
        Q question = CallFrames.parse(handler.route().request(), body);
        return Flux.defer(() -> {
            if (!load.tryStream()) {
                return Flux.error(CallStatus.BUSY.streamError());
            }
            return Flux.defer(() -> handler.answer().apply(question))
                    .map(Answering::item)
                    .onErrorMap(error -> failed(handler.route().name(), error))
                    .doFinally(end -> load.streamEnded());
        });
    }

    private static Payload item(MessageLite body) {
        if (body.getSerializedSize() > CallFrames.PAYLOAD_BYTES) {
            throw new IllegalStateException("the item is longer than " + CallFrames.PAYLOAD_BYTES + " bytes");
        }
        return ByteBufPayload.create(CallFrames.item(ByteBufAllocator.DEFAULT, body));
    }

    private static CustomRSocketException failed(String route, Throwable error) {
        CallStatus status = CallStatus.ofFailure(error);
        if (status == CallStatus.BROKEN) {
            log.error("the handler of {} failed", route, error);
        }
        return status.streamError();
    }
}
