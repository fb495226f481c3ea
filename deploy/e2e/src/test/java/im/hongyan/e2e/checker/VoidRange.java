package im.hongyan.e2e.checker;

/** Numbers from..to, both included, that will never be a message: a row of the table {@code void_range}. */
public record VoidRange(String conversation, long from, long to) {}
