/**
 * The client protocol: frame types, the 12-byte header, the codec, the ids, the limits and the catalogue of codes. Plain
 * Java, usable on Android; imports nothing but Protobuf. The generated messages of {@code frames.proto} live in
 * {@code im.hongyan.wire.frame}. Specified in {@code docs/protocol.md}.
 */
@NullMarked
package im.hongyan.wire;

import org.jspecify.annotations.NullMarked;
