package dev.tachograph.cli;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints the newest lines of a search, the oldest of them first.
 *
 * <p>As many as a page has are held and turned round. For more it is found out where the oldest of them stands, and from there
 * they are read forward, page by page, so that their number costs no memory.
 */
final class NewestLines {
    private static final int PAGE_LINES = 2000;

    private final RecorderApi api;
    private final LogQuery query;
    private final LogPrinter printer;

    NewestLines(RecorderApi api, LogQuery query, LogPrinter printer) {
        this.api = api;
        this.query = query;
        this.printer = printer;
    }

    /**
     * What was searched, and what there was.
     *
     * @param answer the first answer
     * @param printed how many lines
     * @param newest the highest number of a line printed; null if there is none
     */
    record Outcome(LogAnswer answer, int printed, @Nullable Long newest) {}

    Outcome print(int most) throws IOException {
        LogPage page = LogPage.read(api, query.newestFirst(Math.min(most, PAGE_LINES)));
        boolean hasAll = most <= PAGE_LINES || !page.answer().isTruncated();
        return page.isWhole() && hasAll ? print(page) : printForward(most);
    }

    private Outcome print(LogPage page) throws IOException {
        List<LogRow> rows = page.rows().reversed();
        printer.begin(page.answer(), rows.isEmpty() ? null : rows.getFirst());
        for (LogRow row : rows) {
            printer.print(row);
        }
        printer.end();
        @Nullable Long newest =
                rows.stream().map(LogRow::line).max(Comparator.naturalOrder()).orElse(null);
        return new Outcome(page.answer(), rows.size(), newest);
    }

    private Outcome printForward(int most) throws IOException {
        Stretch stretch = stretch(most);
        printer.begin(stretch.answer, stretch.oldest);
        if (stretch.oldest != null) {
            var pages = query.between(stretch.oldest.timestamp(), stretch.answer.to());
            printPages(pages, stretch.oldest, stretch.newest);
        }
        printer.end();
        return new Outcome(stretch.answer, stretch.count, stretch.oldest == null ? null : stretch.newest);
    }

    private void printPages(LogQuery pages, LogRow oldest, long newest) throws IOException {
        int lines = PAGE_LINES;
        @Nullable String at = null;
        while (true) {
            LogPage page = LogPage.read(api, pages.oldestFirst(lines, at));
            if (!page.isWhole()) {
                lines = Math.max(1, page.rows().size() / 2);
                continue;
            }
            for (LogRow row : page.rows()) {
                if (!row.isBefore(oldest) && row.line() <= newest) {
                    printer.print(row);
                }
            }
            at = page.answer().nextPage();
            if (at == null) {
                return;
            }
        }
    }

    /** The newest lines without what stands in them. */
    private Stretch stretch(int most) throws IOException {
        try (LogAnswer answer =
                LogAnswer.open(api, query.withColumns(LogQuery.NUMBER_AND_TIME).newestFirst(most))) {
            @Nullable LogRow oldest = null;
            long newest = Long.MIN_VALUE;
            int count = 0;
            for (@Nullable LogRow row = answer.next(); row != null; row = answer.next()) {
                oldest = row;
                newest = Math.max(newest, row.line());
                count++;
            }
            return new Stretch(answer, oldest, newest, count);
        }
    }

    /**
     * Where the lines are that are to be printed.
     *
     * @param oldest of them in the order of the log
     * @param newest the highest number of one; what has a higher number came later
     */
    private record Stretch(LogAnswer answer, @Nullable LogRow oldest, long newest, int count) {}
}
