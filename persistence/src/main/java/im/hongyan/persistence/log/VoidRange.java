package im.hongyan.persistence.log;

import im.hongyan.persistence.timeline.Range;

/** Numbers of a conversation that no message has and none will get. */
public record VoidRange(ConversationKey conversation, Range numbers) {}
