package im.hongyan.link.call;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;

/**
 * The typed name of a call.
 *
 * @param name feature and verb, {@code message.send}; travels with every call
 * @param request how to read the question
 * @param reply how to read the answer, or one item of a streamed answer
 */
public record Route<Q extends MessageLite, R extends MessageLite>(String name, Parser<Q> request, Parser<R> reply) {}
