package im.hongyan.cli.user;

import im.hongyan.cli.CommandFailure;
import im.hongyan.cli.talk.Terminals;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Passwords come from the terminal, unseen, or as lines of the standard input: never from the command line, which others can
 * read.
 */
final class Password {
    private static final char UNSEEN = '\0';

    private Password() {}

    /** The one that there is, and the one that is to be. */
    record Changed(String earlier, String later) {
        /** Never the passwords. */
        @Override
        public String toString() {
            return "Changed";
        }
    }

    /** Where lines come from: the terminal when there is one. */
    private record Source(@Nullable LineReader terminal, BufferedReader input) {
        String line(String prompt) {
            try {
                String line = terminal == null ? input.readLine() : terminal.readLine(prompt, UNSEEN);
                if (line != null) {
                    return line;
                }
            } catch (UserInterruptException | EndOfFileException gone) {
                // There is none, as at the end of a file.
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
            throw CommandFailure.usage("a password is needed, at the terminal or as a line of the standard input");
        }

        /** At a terminal asked for twice, because it is not seen. */
        String fresh() {
            String password = line("New password: ");
            if (terminal != null && !password.equals(line("Once more: "))) {
                throw CommandFailure.usage("the two passwords differ");
            }
            return password;
        }
    }

    /** One that there is. */
    static String ask() {
        return read(source -> source.line("Password: "));
    }

    /** A new one. */
    static String choose() {
        return read(Source::fresh);
    }

    /** One that there is, and then a new one. */
    static Changed change() {
        return read(source -> new Changed(source.line("Password: "), source.fresh()));
    }

    private static <T> T read(Function<Source, T> passwords) {
        try {
            LineReader reader = Terminals.reader();
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            try {
                return passwords.apply(new Source(reader, input));
            } finally {
                if (reader != null) {
                    reader.getTerminal().close();
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
