package im.hongyan.cli.talk;

import im.hongyan.cli.Output;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Where a chat is shown; a line at a time, from any thread. */
interface Screen {
    /** Something for people. */
    void talk(String line);

    /** Something that happened: an object that begins with the key {@code event}, and the same in words. */
    void data(Map<String, ?> object, String line);

    /** A terminal shows both alike. */
    static Screen terminal(Consumer<String> lines) {
        return new Screen() {
            @Override
            public void talk(String line) {
                lines.accept(line);
            }

            @Override
            public void data(Map<String, ?> object, String line) {
                lines.accept(line);
            }
        };
    }

    /** A pipe gets what happened on stdout, the rest on stderr. */
    static Screen pipe(Output out) {
        return new Screen() {
            @Override
            public void talk(String line) {
                out.talk(line);
            }

            @Override
            public void data(Map<String, ?> object, String line) {
                out.data(object, line);
            }
        };
    }

    /** An object of this kind. */
    static Map<String, Object> event(String kind, Map<String, ?> more) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("event", kind);
        object.putAll(more);
        return object;
    }
}
