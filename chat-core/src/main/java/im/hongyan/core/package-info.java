/**
 * Chat-core decides: who may send, which number a message gets, who belongs to a group. One package a room; the rooms' doors
 * are their public types. Imports {@code wire} and {@code link}, never the gateway or persistence.
 */
@NullMarked
package im.hongyan.core;

import org.jspecify.annotations.NullMarked;
