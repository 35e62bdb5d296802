package dev.tachograph.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Takes the picture of the README: {@code -Dtest=ScreenshotTest -Dtachograph.screenshot=docs/screenshot.png}. */
@EnabledIfSystemProperty(named = "tachograph.screenshot", matches = ".+")
final class ScreenshotTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void theTableWithTheDrawerOfTheBusiestProcess() {
        Page page = stage.page();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(1440, 810);
        var table = new Table(stage.open("/processes"));
        table.rows().first().click();
        assertThat(table.drawer()).containsText("started");
        assertThat(page.getByText("recording").first()).isVisible();
        page.mouse().move(0, 0);
        Path file = Path.of(System.getProperty("tachograph.checkout", ".."))
                .resolve(System.getProperty("tachograph.screenshot", ""));
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }
}
