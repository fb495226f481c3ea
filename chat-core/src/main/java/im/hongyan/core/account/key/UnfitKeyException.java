package im.hongyan.core.account.key;

/** A key must not sign credentials; the message names the rule and never the key. */
public final class UnfitKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    UnfitKeyException(String rule) {
        super(rule);
    }
}
