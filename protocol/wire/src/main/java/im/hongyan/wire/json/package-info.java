/**
 * The same frames as JSON, for the text messages of a WebSocket. Imports {@code im.hongyan.wire}, Protobuf and the
 * tokenizer of Gson. Specified in {@code docs/protocol.md}, "JSON frames".
 */
@NullMarked
package im.hongyan.wire.json;

import org.jspecify.annotations.NullMarked;
