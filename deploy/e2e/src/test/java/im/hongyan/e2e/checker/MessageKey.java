package im.hongyan.e2e.checker;

/** What makes a send the same send: never the client message id alone. */
record MessageKey(String conversation, String sender, String clientMessageId) {
    @Override
    public String toString() {
        return conversation + " " + sender + " " + clientMessageId;
    }
}
