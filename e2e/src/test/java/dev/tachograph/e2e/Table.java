package dev.tachograph.e2e;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;

/** The process table as somebody sees it who knows roles and names, not class names. */
record Table(Page page) {
    Locator grid() {
        return page.getByRole(AriaRole.GRID, new Page.GetByRoleOptions().setName("Processes"));
    }

    /** The rows drawn; those out of sight do not exist. */
    Locator rows() {
        return grid().locator("[role=row][aria-selected]");
    }

    Locator rowWith(String text) {
        return rows().filter(new Locator.FilterOptions().setHasText(text));
    }

    Locator heading(String label) {
        return grid().getByRole(
                        AriaRole.COLUMNHEADER,
                        new Locator.GetByRoleOptions().setName(label).setExact(true));
    }

    void sortBy(String label) {
        heading(label).getByRole(AriaRole.BUTTON).click();
    }

    /** From top to bottom as they are drawn; the elements themselves are used again and stand in any order. */
    List<Integer> pids() {
        Object pids = page.evaluate("""
                () => [...document.querySelectorAll('[role=row][aria-selected]')]
                  .sort((a, b) => a.getAttribute('aria-rowindex') - b.getAttribute('aria-rowindex'))
                  .map((row) => Number(row.querySelector('[role=gridcell]').textContent))""");
        return ((List<?>) pids).stream().map(pid -> ((Number) pid).intValue()).toList();
    }

    Locator filter() {
        return page.getByLabel("Filter processes");
    }

    Locator at() {
        return page.getByLabel("Go to an instant");
    }

    Locator mode() {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^(LIVE|PAST)")));
    }

    /** The instant shown, as the recorder wrote it. */
    String instant() {
        return page.locator("output time").getAttribute("datetime");
    }

    Locator drawer() {
        return page.getByRole(AriaRole.COMPLEMENTARY, new Page.GetByRoleOptions().setName("Process"));
    }
}
