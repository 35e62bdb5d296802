package dev.tachograph.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The process table: filter, order, time, keyboard, links, theme. Needs no process of its own. */
final class ProcessesPageTest {
    private static final Pattern LIVE = Pattern.compile("^LIVE");
    private static final Pattern PAST = Pattern.compile("^PAST");
    private static final Pattern WITH_INSTANT = Pattern.compile("[?&]at=\\d{4}-\\d\\d-\\d\\dT");

    @RegisterExtension
    final Stage stage = new Stage();

    private Table open(String path) {
        var table = new Table(stage.open(path));
        assertThat(table.rows().first()).isVisible();
        return table;
    }

    @Test
    void theStorageLineSaysThatItRecords() {
        open("/processes");
        var line =
                stage.page().getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Recording and storage"));
        assertThat(line).containsText("recording");
        assertThat(line).containsText(Pattern.compile("store\\s*\\d[\\d.]* [kM]B"));
        assertThat(line).containsText(Pattern.compile("last commit\\s*(< )?\\d+ s ago"));
    }

    @Test
    void theRootShowsTheProcessesToo() {
        open("/");
    }

    @Test
    void theTableFollowsTheTicks() {
        Table table = open("/processes");
        assertThat(table.mode()).hasText(LIVE);
        String first = table.instant();
        assertThat(stage.page().locator("output time")).not().hasAttribute("datetime", first);
    }

    @Test
    void aFilterThatMatchesNothingSaysSoAndCanBeCleared() {
        Table table = open("/processes");
        table.filter().fill("'no-such-process-anywhere");
        assertThat(stage.page().getByText("No process matches")).isVisible();
        assertThat(table.rows()).hasCount(0);
        stage.page()
                .getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Clear the filter").setExact(true))
                .last()
                .click();
        assertThat(table.rows().first()).isVisible();
        assertThat(table.filter()).hasValue("");
    }

    @Test
    void thePidFilterLeavesOneRowAndMarksNothingElse() {
        Table table = open("/processes");
        table.filter().fill("pid:1");
        assertThat(table.rows()).hasCount(1);
        Assertions.assertThat(table.pids()).containsExactly(1);
    }

    @Test
    void aHeadingSortsAndTheSecondPressTurnsTheOrderRound() {
        Table table = open("/processes");
        table.sortBy("PID");
        assertThat(table.heading("PID")).hasAttribute("aria-sort", "ascending");
        Assertions.assertThat(table.pids()).hasSizeGreaterThan(1).isSorted();
        table.sortBy("PID");
        assertThat(table.heading("PID")).hasAttribute("aria-sort", "descending");
        Assertions.assertThat(table.pids()).isSortedAccordingTo(Comparator.<Integer>reverseOrder());
        assertThat(stage.page()).hasURL(Pattern.compile("sort=pid&order=desc"));
    }

    @Test
    void theKeyboardStepsThroughTheTicksAndComesLiveAgain() {
        Table table = open("/processes");
        Page page = stage.page();
        page.keyboard().press("[");
        assertThat(table.mode()).hasText(PAST);
        assertThat(page).hasURL(WITH_INSTANT);
        String first = table.instant();
        page.keyboard().press("[");
        assertThat(page.locator("output time")).not().hasAttribute("datetime", first);
        Assertions.assertThat(table.instant()).isLessThan(first);
        page.keyboard().press("]");
        assertThat(page.locator("output time")).hasAttribute("datetime", first);
        page.keyboard().press("Escape");
        assertThat(table.mode()).hasText(LIVE);
    }

    @Test
    void spaceHoldsTheTickAndThePastDoesNotMove() {
        Table table = open("/processes");
        stage.page().keyboard().press("Space");
        assertThat(table.mode()).hasText(PAST);
        String held = table.instant();
        stage.page().waitForResponse("**/api/storage/health", () -> {});
        Assertions.assertThat(table.instant()).isEqualTo(held);
        stage.page().keyboard().press("Space");
        assertThat(stage.page().locator("output time")).not().hasAttribute("datetime", held);
    }

    @Test
    void theArrowsMoveInTheTableAndEnterTellsAllAboutAProcess() {
        Table table = open("/processes?sort=pid&order=asc");
        table.grid().focus();
        for (String key : List.of("Home", "ArrowDown", "End", "PageUp", "Home")) {
            stage.page().keyboard().press(key);
        }
        int first = table.pids().getFirst();
        assertThat(table.grid()).hasAttribute("aria-activedescendant", "p" + first);
        stage.page().keyboard().press("Enter");
        assertThat(table.drawer()).containsText("started");
        assertThat(stage.page()).hasURL(Pattern.compile("[?&]pid=" + first + "&start=\\d{4}-"));
        stage.page().keyboard().press("Escape");
        assertThat(table.drawer()).hasCount(0);
    }

    @Test
    void theKeysAreListed() {
        open("/processes");
        stage.page().keyboard().press("?");
        var sheet = stage.page().getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Keys"));
        assertThat(sheet).containsText("one tick back");
        stage.page().keyboard().press("Escape");
        assertThat(sheet).not().isVisible();
        stage.page().keyboard().press("/");
        assertThat(new Table(stage.page()).filter()).isFocused();
    }

    @Test
    void aWrongInstantIsExplainedBesideTheField() {
        Table table = open("/processes");
        stage.page().keyboard().press("g");
        assertThat(table.at()).isFocused();
        table.at().fill("half past nine");
        table.at().press("Enter");
        assertThat(table.at()).hasAttribute("aria-invalid", "true");
        assertThat(stage.page().getByRole(AriaRole.ALERT)).containsText("half past nine");
        assertThat(table.mode()).hasText(LIVE);
    }

    @Test
    void anInstantBeforeTheRecordingIsAGapWithItsCause() {
        stage.open("/processes?at=-3650d");
        assertThat(stage.page()
                        .getByText("Nothing was recorded at this instant")
                        .last())
                .isVisible();
        assertThat(stage.page().getByText("before-recording")).isVisible();
        stage.page()
                .getByRole(
                        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Go to the first tick")))
                .click();
        assertThat(new Table(stage.page()).rows().first()).isVisible();
    }

    @Test
    void aLinkShowsTheSameViewAgainAndTheBackButtonLeavesIt() {
        Table table = open("/processes");
        stage.page().keyboard().press("Space");
        assertThat(stage.page()).hasURL(WITH_INSTANT);
        table.filter().fill("pid:1");
        table.rows().first().click();
        assertThat(table.drawer()).isVisible();
        String link = stage.page().url();
        String instant = table.instant();

        stage.page().navigate("about:blank");
        stage.page().navigate(link);
        assertThat(table.drawer()).containsText("started");
        assertThat(table.rows()).hasCount(1);
        Assertions.assertThat(table.instant()).isEqualTo(instant);

        stage.page().keyboard().press("Escape");
        assertThat(table.drawer()).hasCount(0);
        stage.page().goBack();
        assertThat(table.drawer()).isVisible();
    }

    @Test
    void theThemeFollowsTheSystemUntilItIsSwitchedAndIsRemembered() {
        Page page = stage.page();
        page.emulateMedia(
                new Page.EmulateMediaOptions().setColorScheme(com.microsoft.playwright.options.ColorScheme.DARK));
        open("/processes");
        String dark = ground(page);
        var button = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Theme")));
        button.click();
        assertThat(page.locator("html")).hasAttribute("data-theme", "light");
        String light = ground(page);
        Assertions.assertThat(light).isNotEqualTo(dark);
        page.reload();
        assertThat(page.locator("html")).hasAttribute("data-theme", "light");
        button.click();
        Assertions.assertThat(ground(page)).isEqualTo(dark);
    }

    private static String ground(Page page) {
        return (String) page.evaluate("() => getComputedStyle(document.body).backgroundColor");
    }
}
