package im.hongyan.cli;

import java.io.PrintWriter;
import java.util.Map;

/**
 * What a verb prints: data on stdout, talk on stderr. Safe for concurrent use: a line is never torn. A datum that cannot be
 * written, because whoever read it is gone, ends the verb with {@link ExitCode#UNEXPECTED}.
 */
public final class Output {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;
    private final boolean colours;

    Output(PrintWriter out, PrintWriter err, boolean json, boolean colours) {
        this.out = out;
        this.err = err;
        this.json = json;
        this.colours = colours;
    }

    /** Whether {@code --json} was given. */
    public boolean json() {
        return json;
    }

    /** Whether the terminal shows colours: a terminal, and no NO_COLOR in the environment. */
    public boolean colours() {
        return colours;
    }

    /** One datum: as a JSON object with {@code --json}, as text otherwise. */
    public void data(Map<String, ?> object, String text) {
        line(out, json ? Json.object(object) : text);
    }

    /** One datum that is a JSON object whether asked for or not. */
    public void object(Map<String, ?> object) {
        line(out, Json.object(object));
    }

    /** One line of data as it is. */
    public void text(String text) {
        line(out, text);
    }

    /** A line for people, beside the data. */
    public void talk(String text) {
        line(err, text);
    }

    private synchronized void line(PrintWriter writer, String text) {
        writer.println(text);
        if (writer.checkError() && writer.equals(out)) {
            throw CommandFailure.unexpected("the standard output is closed", null);
        }
    }
}
