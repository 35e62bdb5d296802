package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tachograph.query.LogColumn;
import dev.tachograph.query.LogFacets;
import dev.tachograph.query.LogLevel;
import dev.tachograph.query.LogLines;
import dev.tachograph.query.LogOrder;
import dev.tachograph.query.LogPage;
import dev.tachograph.query.LogQuestion;
import dev.tachograph.query.LogTimeline;
import dev.tachograph.query.SearchException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/search}, {@code /api/timechart}, {@code /api/filters} and {@code /api/columns}. */
final class LogRoutes {
    private static final int MOST_ROWS = 100_000;
    private static final int USUAL_ROWS = 1000;
    private static final int USUAL_BINS = 120;
    private static final String UNKNOWN = "unknown";

    private final Questions questions;
    private final InstantSource clock;

    LogRoutes(Questions questions, InstantSource clock) {
        this.questions = questions;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/api/search",
                        LogParameters.with("limit", "cursor", "sort", "sort_dir", "columns"),
                        this::search),
                Route.get("/api/timechart", LogParameters.with("bins"), this::timechart),
                Route.get("/api/filters", LogParameters.with("fields"), this::filters),
                Route.get("/api/columns", Set.of(), _ -> columns()));
    }

    private Answer search(ApiRequest request) {
        long began = System.nanoTime();
        Parameters parameters = request.parameters();
        var common = new LogParameters(parameters, clock.instant());
        LogQuestion question = common.question();
        List<LogColumn> columns = common.columns();
        LogOrder order = order(common, parameters);
        int limit = (int) parameters.wholeNumber("limit", 0, MOST_ROWS).orElse(USUAL_ROWS);
        String cursor = parameters.text("cursor").orElse(null);
        AnswerRoom.Share share = questions.room().take(limit);
        LogPage page = page(request, question, order, limit, cursor, share);
        double elapsed = (System.nanoTime() - began) / 1e6;
        var writer = new LogWriter(questions, request, columns);
        JsonBody body = json -> JsonFields.object(json, fields -> {
            fields.value("from", page.from())
                    .value("to", page.to())
                    .value("q", question.text())
                    .value("limit", limit)
                    .value("sort", order.column().key())
                    .value("sort_dir", order.isDescending() ? "desc" : "asc")
                    .value("total", page.total())
                    .value("truncated", page.isTruncated())
                    .value("next", page.next())
                    .value("previous", page.previous())
                    .value("elapsed_ms", elapsed)
                    .array(
                            "gaps",
                            page.gaps(),
                            (out, gap) -> JsonFields.object(out, members -> HistoryRoutes.members(members, gap)));
            json.writeArrayFieldStart("lines");
            writer.write(json, page.keys(), writer::write);
            json.writeEndArray();
        });
        return Answer.ok(json -> {
            try (share) {
                body.write(json);
            }
        });
    }

    private static LogOrder order(LogParameters common, Parameters parameters) {
        LogColumn sort = parameters
                .text("sort")
                .map(name -> common.columns("sort", name, column -> column != LogColumn.FIELDS))
                .orElse(List.of(LogColumn.TIMESTAMP))
                .getFirst();
        boolean isAscending = parameters
                .oneOf("sort_dir", List.of("asc", "desc"))
                .filter("asc"::equals)
                .isPresent();
        return new LogOrder(sort, !isAscending);
    }

    /** The page, with as much of the share as it needs; without a page nothing is left of the share. */
    private LogPage page(
            ApiRequest request,
            LogQuestion question,
            LogOrder order,
            int limit,
            @Nullable String cursor,
            AnswerRoom.Share share) {
        int found = 0;
        try {
            LogPage page = page(request, question, order, limit, cursor);
            found = page.keys().size();
            return page;
        } finally {
            share.shrinkTo(found);
        }
    }

    private LogPage page(ApiRequest request, LogQuestion question, LogOrder order, int limit, @Nullable String cursor) {
        return asked(() -> {
            try {
                return questions.ask(request, recorded -> new LogLines(recorded).page(question, order, limit, cursor));
            } catch (IllegalArgumentException e) {
                throw e instanceof SearchException || cursor == null
                        ? e
                        : new ProblemException(Problem.parameter("cursor", String.valueOf(e.getMessage())));
            }
        });
    }

    /** A question whose search turns out to be none. */
    static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (SearchException e) {
            throw LogParameters.refusal("q", e);
        }
    }

    private Answer timechart(ApiRequest request) {
        long began = System.nanoTime();
        LogQuestion question = new LogParameters(request.parameters(), clock.instant()).question();
        int bins = (int) request.parameters()
                .wholeNumber("bins", 1, LogTimeline.MOST_BINS)
                .orElse(USUAL_BINS);
        LogTimeline timeline =
                asked(() -> questions.ask(request, recorded -> LogTimeline.of(recorded, question, bins)));
        return Answer.ok(json -> JsonFields.object(
                json,
                fields -> fields.value("from", question.from())
                        .value("to", question.to())
                        .value("q", question.text())
                        .value("bin_seconds", timeline.width().toNanos() / 1e9)
                        .value("total", timeline.total())
                        .value("elapsed_ms", (System.nanoTime() - began) / 1e6)
                        .array("bins", timeline.bins(), LogRoutes::write)));
    }

    private static void write(JsonGenerator json, LogTimeline.Bin bin) throws IOException {
        JsonFields.object(
                json,
                fields -> fields.value("timestamp", bin.begin())
                        .value("total", bin.total())
                        .object("levels", levels -> {
                            for (LogLevel level : LogLevel.values()) {
                                levels.value(level.word(), bin.byPriority().get(level.priority()));
                            }
                            levels.value(UNKNOWN, bin.byPriority().getLast());
                        }));
    }

    private Answer filters(ApiRequest request) {
        long began = System.nanoTime();
        var common = new LogParameters(request.parameters(), clock.instant());
        LogQuestion question = common.question();
        List<LogColumn> columns = request.parameters()
                .text("fields")
                .map(list -> common.columns("fields", list, LogFacets::isFacet))
                .orElse(LogFacets.USUAL);
        LogFacets facets = asked(() -> questions.ask(request, recorded -> LogFacets.of(recorded, question, columns)));
        return Answer.ok(json -> JsonFields.object(
                json,
                fields -> fields.value("from", question.from())
                        .value("to", question.to())
                        .value("q", question.text())
                        .value("limit", LogFacets.MOST_VALUES)
                        .value("total", facets.total())
                        .value("elapsed_ms", (System.nanoTime() - began) / 1e6)
                        .array("filters", facets.facets(), LogRoutes::write)));
    }

    private static void write(JsonGenerator json, LogFacets.Facet facet) throws IOException {
        JsonFields.object(
                json,
                fields -> fields.value("field", facet.column().key())
                        .array(
                                "values",
                                facet.values(),
                                (out, value) -> JsonFields.object(
                                        out,
                                        members -> members.value("value", value.value())
                                                .value("count", value.lines())))
                        .value("other_values", facet.otherValues())
                        .value("other_count", facet.otherLines()));
    }

    private static Answer columns() {
        return Answer.ok(json -> JsonFields.object(
                json, fields -> fields.array("columns", List.of(LogColumn.values()), LogRoutes::write)));
    }

    private static void write(JsonGenerator json, LogColumn column) throws IOException {
        JsonFields.object(
                json,
                fields -> fields.value("name", column.key())
                        .value("type", column.type().word())
                        .value("description", column.description())
                        .value("journal_field", column.journalField())
                        .texts("aliases", column.aliases())
                        .value("usual", LogColumn.USUAL.contains(column))
                        .value("filter", LogFacets.isFacet(column)));
    }
}
