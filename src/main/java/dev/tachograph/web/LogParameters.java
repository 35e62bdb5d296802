package dev.tachograph.web;

import dev.tachograph.query.LogColumn;
import dev.tachograph.query.LogQuestion;
import dev.tachograph.query.Search;
import dev.tachograph.query.SearchException;
import dev.tachograph.query.SearchParser;
import dev.tachograph.text.Spelling;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parameters that all questions about log lines have in common. */
final class LogParameters {
    /** Those that say which lines are meant. */
    static final Set<String> QUESTION = Set.of("q", "start", "end", "tz", "hostname", "unit", "priority");

    private static final List<String> FIELDS = List.of("hostname", "unit", "priority");
    private static final Duration USUAL_RANGE = Duration.ofHours(1);
    private static final String ALL = "*";

    private final Parameters parameters;
    private final Instant now;

    LogParameters(Parameters parameters, Instant now) {
        this.parameters = parameters;
        this.now = now;
    }

    /** The names of a route's parameters, with its own. */
    static Set<String> with(String... own) {
        return Stream.concat(QUESTION.stream(), Stream.of(own)).collect(Collectors.toUnmodifiableSet());
    }

    LogQuestion question() {
        var times = new TimeParameters(parameters, now);
        Instant end = times.instant("end").orElse(now);
        Instant start = times.instant("start").orElseGet(() -> earlier(end));
        if (end.isBefore(start)) {
            throw new ProblemException(
                    Problem.parameter("start", "%s is after the end, which is %s".formatted(start, end)));
        }
        return new LogQuestion(text(), more(), start, end);
    }

    /** An hour before now, or before an end that lies earlier. */
    private Instant earlier(Instant end) {
        Instant start = (end.isBefore(now) ? end : now).minus(USUAL_RANGE);
        return start.isBefore(Instant.EPOCH) ? Instant.EPOCH : start;
    }

    /** The search, checked. */
    String text() {
        String text = parameters.text("q").orElse("");
        try {
            SearchParser.parse(text);
        } catch (SearchException e) {
            throw refusal("q", e);
        }
        return text;
    }

    /** What the other parameters look for. */
    List<Search> more() {
        List<Search> more = new ArrayList<>();
        for (String name : FIELDS) {
            Optional<String> value = parameters.text(name);
            try {
                value.ifPresent(text -> more.add(LogQuestion.field(name, text)));
            } catch (SearchException e) {
                throw refusal(name, e);
            }
        }
        return more;
    }

    /** The columns that are asked for. */
    List<LogColumn> columns() {
        Optional<String> text = parameters.text("columns");
        return text.equals(Optional.of(ALL))
                ? List.of(LogColumn.values())
                : text.map(list -> columns("columns", list, _ -> true)).orElse(LogColumn.USUAL);
    }

    /** A list of columns by name. */
    List<LogColumn> columns(String parameter, String list, Predicate<LogColumn> isAllowed) {
        var columns = new LinkedHashSet<LogColumn>();
        for (String name : list.split(",", -1)) {
            columns.add(LogColumn.ofKey(name.strip())
                    .filter(isAllowed)
                    .orElseThrow(() -> noColumn(parameter, name.strip(), isAllowed)));
        }
        return List.copyOf(columns);
    }

    private static ProblemException noColumn(String parameter, String name, Predicate<LogColumn> isAllowed) {
        if (LogColumn.ofKey(name).isPresent()) {
            return new ProblemException(
                    Problem.parameter(parameter, "'%s' is a column that is not possible here".formatted(name)));
        }
        List<String> possible = Stream.of(LogColumn.values())
                .filter(isAllowed)
                .map(LogColumn::key)
                .toList();
        return new ProblemException(Problem.parameter(
                parameter,
                "'%s' is none of the columns that are possible%s; GET /api/columns lists all"
                        .formatted(Parameters.shown(name), Spelling.didYouMean(name, possible))));
    }

    /** A search that is none, with the place where it is not. */
    static ProblemException refusal(String parameter, SearchException cause) {
        return new ProblemException(Problem.parameter(parameter, "%s; %s".formatted(cause.complaint(), cause.allowed()))
                .with("position", (long) cause.position())
                .with("length", (long) cause.length())
                .with("complaint", cause.complaint())
                .with("allowed", cause.allowed()));
    }
}
