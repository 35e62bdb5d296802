package dev.tachograph.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.Objects.requireNonNull;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** axe-core finds nothing serious, in either theme and in every state. */
final class AccessibilityTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void theTableAndTheDrawer(ColorScheme scheme) throws IOException {
        Table table = open("/processes", scheme);
        assertThat(table.rows().first()).isVisible();
        examine();
        table.rows().first().click();
        assertThat(table.drawer()).isVisible();
        examine();
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void thePastAndAFilterWithMarks(ColorScheme scheme) throws IOException {
        Table table = open("/processes?q=s", scheme);
        assertThat(table.rows().first()).isVisible();
        stage.page().keyboard().press("[");
        assertThat(table.mode()).containsText("PAST");
        examine();
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void aGap(ColorScheme scheme) throws IOException {
        open("/processes?at=-3650d", scheme);
        assertThat(stage.page().getByText("before-recording")).isVisible();
        examine();
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void aWrongInstantAndTheKeySheet(ColorScheme scheme) throws IOException {
        Table table = open("/processes", scheme);
        table.at().fill("half past nine");
        table.at().press("Enter");
        assertThat(stage.page().locator("#at-problem")).isVisible();
        examine();
        table.at().press("Escape");
        stage.page().keyboard().press("?");
        assertThat(stage.page().getByText("one tick back")).isVisible();
        examine();
    }

    @Test
    void aNarrowScreen() throws IOException {
        stage.page().setViewportSize(390, 780);
        Table table = open("/processes", ColorScheme.LIGHT);
        assertThat(table.rows().first()).isVisible();
        examine();
    }

    private Table open(String path, ColorScheme scheme) {
        stage.page()
                .emulateMedia(
                        new Page.EmulateMediaOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE));
        return new Table(stage.open(path));
    }

    private void examine() throws IOException {
        stage.page().evaluate(axe());
        Object found = stage.page().evaluate("""
                        async () => (await axe.run()).violations
                          .filter((each) => ['serious', 'critical'].includes(each.impact))
                          .map((each) => each.id + ': ' + each.nodes.map((node) => node.html + ' ' +
                            node.failureSummary).slice(0, 3).join(' | '))""");
        Assertions.assertThat((List<?>) found).isEmpty();
    }

    private static String axe() throws IOException {
        try (var script = requireNonNull(AccessibilityTest.class.getResourceAsStream("/axe.min.js"), "axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
