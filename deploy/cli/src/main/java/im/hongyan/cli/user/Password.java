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
import org.jline.terminal.Terminal;

/** Passwords come from the terminal, unseen, or from the standard input: never from the command line, which all can read. */
final class Password {
    private static final char UNSEEN = '\0';

    private Password() {}

    /** One that there is. */
    static String ask() {
        return read(reader -> line(reader, "Password: "));
    }

    /** A new one; at a terminal asked for twice, because it is not seen. */
    static String choose() {
        return read(reader -> {
            String password = line(reader, "New password: ");
            if (!password.equals(line(reader, "Once more: "))) {
                throw CommandFailure.usage("the two passwords differ");
            }
            return password;
        });
    }

    private static String read(Function<LineReader, String> atTerminal) {
        try {
            LineReader reader = Terminals.reader();
            if (reader == null) {
                return fromInput();
            }
            Terminal terminal = reader.getTerminal();
            try {
                return atTerminal.apply(reader);
            } finally {
                terminal.close();
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String line(LineReader reader, String prompt) {
        try {
            return reader.readLine(prompt, UNSEEN);
        } catch (UserInterruptException | EndOfFileException gone) {
            throw missing();
        }
    }

    private static String fromInput() throws IOException {
        String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw missing();
        }
        return line;
    }

    private static CommandFailure missing() {
        return CommandFailure.usage("a password is needed, at the terminal or as a line of the standard input");
    }
}
