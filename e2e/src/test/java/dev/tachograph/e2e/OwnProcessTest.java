package dev.tachograph.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page shows what really runs on this host, also when it has ended, and whatever it is called. */
@DisabledIfSystemProperty(
        named = "tachograph.url",
        matches = ".+",
        disabledReason = "the server named may watch another host")
final class OwnProcessTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void aProcessStartedNowAppearsWithItsCommandLine() throws Exception {
        try (Subject subject = Subject.start()) {
            Table table = filteredTo(subject);
            assertThat(table.rowWith(subject.pid())).containsText("read line " + subject.mark());
            table.rows().first().click();
            assertThat(table.drawer()).containsText(subject.mark());
        }
    }

    @Test
    void aProcessThatHasEndedIsStillThereAtTheInstantWhenItRan() throws Exception {
        String seen;
        Table table;
        try (Subject subject = Subject.start()) {
            table = filteredTo(subject);
            seen = table.instant();
        }
        assertThat(table.rows()).hasCount(0);

        table.at().fill(seen);
        table.at().press("Enter");
        assertThat(table.mode()).hasText(Pattern.compile("^PAST"));
        assertThat(table.rows()).hasCount(1);

        stage.page().keyboard().press("Escape");
        assertThat(table.mode()).hasText(Pattern.compile("^LIVE"));
        assertThat(table.rows()).hasCount(0);
    }

    @Test
    void markupAndControlCharactersInACommandLineStayText() throws Exception {
        String hostile = "<img src=x onerror=alert(1)>\\033[31m\\342\\200\\256txt";
        try (Subject subject = Subject.start(hostile)) {
            Table table = filteredTo(subject);
            assertThat(table.rows().first()).containsText("<img src=x onerror=alert(1)>␛[31m⟨U+202E⟩txt");
            table.rows().first().click();
            assertThat(table.drawer()).containsText("<img src=x onerror=alert(1)>␛[31m⟨U+202E⟩txt");
            assertThat(stage.page().locator("img")).hasCount(0);
        }
    }

    private Table filteredTo(Subject subject) throws IOException {
        var table = new Table(stage.open("/processes?q=cmd:" + subject.mark()));
        assertThat(table.rows()).hasCount(1);
        return table;
    }
}
