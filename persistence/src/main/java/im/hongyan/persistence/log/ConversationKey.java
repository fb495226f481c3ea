package im.hongyan.persistence.log;

/** A conversation in the store; the same conversation id in two tenants is two conversations. */
public record ConversationKey(String tenant, String conversation) {

    /** As one text, for keys of other stores: {@code tenant/conversation}. A tenant holds no slash. */
    public String path() {
        return tenant + '/' + conversation;
    }
}
