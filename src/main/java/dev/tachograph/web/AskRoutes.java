package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tachograph.pipe.Column;
import dev.tachograph.pipe.Compiled;
import dev.tachograph.pipe.Completion;
import dev.tachograph.pipe.Completions;
import dev.tachograph.pipe.Moment;
import dev.tachograph.pipe.PipeException;
import dev.tachograph.pipe.Pipes;
import dev.tachograph.pipe.RegexCheck;
import dev.tachograph.store.Reading;
import dev.tachograph.worker.SqlQuestion;
import dev.tachograph.worker.SqlRunner;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The search language with pipes: {@code POST /api/ask}, and what helps to write it. */
final class AskRoutes {
    private static final String PATH = "/api/ask";
    private static final String QUERY = "query";
    private static final String CURSOR = "cursor";

    private final Questions questions;
    private final InstantSource clock;
    private final SqlRunner runner;

    AskRoutes(Questions questions, InstantSource clock, SqlRunner runner) {
        this.questions = questions;
        this.clock = clock;
        this.runner = runner;
    }

    List<Route> routes() {
        return List.of(
                new Route(Route.Method.POST, PATH, Set.of(), this::answer),
                Route.get(PATH + "/schema", Set.of(), _ -> Answer.ok(AskSchema::write)),
                Route.get(PATH + "/complete", Set.of(QUERY, CURSOR), this::complete));
    }

    private Answer answer(ApiRequest request) {
        long began = System.nanoTime();
        AskQuestion question = AskQuestion.parse(request.body(), clock.instant());
        Compiled compiled = compile(request, question);
        if (question.isDry()) {
            return Answer.ok(json -> JsonFields.object(json, fields -> describe(fields, compiled, question.moment())));
        }
        WantedRows rows = question.rows();
        var statement =
                new SqlQuestion(compiled.sql(), SqlQuestion.Origin.TYPED, rows.format(), rows.most(), rows.timeLimit());
        return RunAnswer.of(
                runner,
                statement,
                request,
                (run, head, out) -> new AskAnswer(compiled, question.moment(), head, began).write(run, out));
    }

    private Compiled compile(ApiRequest request, AskQuestion question) {
        try {
            Compiled compiled = Pipes.compile(question.query(), question.moment());
            if (!compiled.regexes().isEmpty()) {
                questions.ask(request, recorded -> {
                    try (Reading reading = recorded.read()) {
                        RegexCheck.check(reading, compiled);
                        return compiled;
                    }
                });
            }
            return compiled;
        } catch (PipeException e) {
            throw AskProblem.of(e);
        }
    }

    /** What an answer says of the question. */
    private static void describe(JsonFields fields, Compiled compiled, Moment moment) throws IOException {
        fields.value("kind", compiled.shape().name().toLowerCase(Locale.ROOT))
                .value("from", moment.from())
                .value("to", moment.to())
                .value("sql", compiled.sql())
                .array("columns", compiled.columns(), AskRoutes::column);
    }

    static void column(JsonGenerator json, Column column) throws IOException {
        JsonFields.object(
                json,
                fields -> fields.value("name", column.name())
                        .value("kind", column.kind().word())
                        .value("unit", column.unit().isEmpty() ? null : column.unit())
                        .value("help", column.help().isEmpty() ? null : column.help()));
    }

    private Answer complete(ApiRequest request) {
        String query = request.parameters().text(QUERY).orElse("");
        int cursor = (int)
                request.parameters().wholeNumber(CURSOR, 0, query.length()).orElse(query.length());
        Instant now = clock.instant();
        var moment = new Moment(now.minus(Duration.ofHours(1)), now, now, ZoneOffset.UTC);
        List<Completion> found = Completions.at(query, cursor, moment);
        return Answer.ok(
                json -> JsonFields.object(json, fields -> fields.array("completions", found, AskRoutes::completion)));
    }

    private static void completion(JsonGenerator json, Completion completion) throws IOException {
        JsonFields.object(
                json,
                fields -> fields.value("text", completion.text())
                        .value("type", completion.type().word())
                        .value("help", completion.help().isEmpty() ? null : completion.help())
                        .value("position", completion.begin())
                        .value("length", completion.end() - completion.begin()));
    }
}
