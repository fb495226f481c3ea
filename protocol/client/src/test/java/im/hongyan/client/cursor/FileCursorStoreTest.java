package im.hongyan.client.cursor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCursorStoreTest {
    @TempDir
    Path folder;

    @Test
    void beginsEmptyAndMakesItsFolder() {
        assertThat(open("deep/down/cursors").load().block()).isEmpty();
    }

    @Test
    void keepsTheLatestOfEachConversation() {
        CursorStore store = open("cursors");
        store.load().block();
        store.save(Map.of("d:a:b", 1L, "g:team", 5L)).block();
        store.save(Map.of("d:a:b", 2L)).block();
        store.close().block();
        assertThat(open("cursors").load().block()).isEqualTo(Map.of("d:a:b", 2L, "g:team", 5L));
    }

    @Test
    void forgetsALineThatWasNotFinished() throws IOException {
        CursorStore store = open("cursors");
        store.load().block();
        store.save(Map.of("d:a:b", 7L)).block();
        store.close().block();
        Files.writeString(folder.resolve("cursors"), "9 d:a", StandardOpenOption.APPEND);

        CursorStore again = open("cursors");
        assertThat(again.load().block()).isEqualTo(Map.of("d:a:b", 7L));
        again.save(Map.of("d:a:b", 8L)).block();
        again.close().block();
        assertThat(Files.readString(folder.resolve("cursors"))).isEqualTo("7 d:a:b\n8 d:a:b\n");
    }

    @Test
    void isWrittenAnewWhenMostOfItIsOutdated() throws IOException {
        CursorStore store = open("cursors");
        store.load().block();
        for (long i = 1; i <= 10_010; i++) {
            store.save(Map.of("d:a:b", i)).block();
        }
        store.close().block();
        assertThat(Files.readAllLines(folder.resolve("cursors"))).hasSizeLessThan(20);
        assertThat(open("cursors").load().block()).isEqualTo(Map.of("d:a:b", 10_010L));
    }

    @Test
    void isForOneAtATime() {
        CursorStore first = open("cursors");
        first.load().block();
        assertThatThrownBy(() -> open("cursors").load().block())
                .hasMessageContaining("another process uses the cursors");
        first.close().block();
        assertThat(open("cursors").load().block()).isEmpty();
    }

    @Test
    void refusesAFileOfSomethingElse() throws IOException {
        Files.writeString(folder.resolve("cursors"), "Dear diary\n");
        assertThatThrownBy(() -> open("cursors").load().block()).hasMessageContaining("is no file of cursors");
    }

    private CursorStore open(String name) {
        return CursorStore.file(folder.resolve(name));
    }
}
