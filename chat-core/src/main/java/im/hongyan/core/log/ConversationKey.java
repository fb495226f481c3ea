package im.hongyan.core.log;

/** A conversation within its tenant; the only way to name one. */
public record ConversationKey(String tenant, String conversation) {

    /** One text for keys outside the database; no id holds a slash. */
    public String path() {
        return tenant + '/' + conversation;
    }
}
