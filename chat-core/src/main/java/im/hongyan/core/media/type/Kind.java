package im.hongyan.core.media.type;

/** What a file is for people. */
public enum Kind {
    IMAGE,
    AUDIO,
    VIDEO,
    FILE;

    /** By the type's own word; whatever it does not say is a file. */
    public static Kind of(String mime) {
        return switch (mime.substring(0, mime.indexOf('/') + 1)) {
            case "image/" -> IMAGE;
            case "audio/" -> AUDIO;
            case "video/" -> VIDEO;
            default -> FILE;
        };
    }
}
