package dev.tachograph.diff;

import dev.tachograph.worker.SqlRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks for everything at once, and has it told by those who know what it means. */
record Comparison(Frame frame, boolean arePatterns, List<String> caveats) {

    List<Difference> all(Answers answers) throws SqlRefusal {
        var processes = new ProcessSql(frame);
        var unknown = new ProcessFacts.Known(Map.of(), Map.of());
        var events = new EventDifferences(frame);
        var filesystems = new FilesystemDifferences(frame);
        List<Statement> statements = new ArrayList<>(List.of(
                processes.used(),
                processes.held(),
                new UnitSql(frame).statement(),
                new HostSql(frame).statement(),
                events.statement(),
                filesystems.statement(),
                new ExitDifferences(frame, unknown).statement(),
                new LogDifferences(frame, unknown).statement()));
        if (arePatterns) {
            statements.add(new PatternDifferences(frame, unknown).statement());
        }
        @Nullable Statement facts = processes.facts();
        if (facts != null) {
            statements.add(facts);
        }
        List<List<AnswerRow>> found = Statement.ask(answers, statements);
        var known = ProcessFacts.Known.of(facts == null ? List.of() : found.getLast());
        var levels = new LevelDifferences(frame, known);
        List<Difference> differences = new ArrayList<>();
        differences.addAll(levels.processes(found.get(0)));
        differences.addAll(levels.processes(found.get(1)));
        differences.addAll(levels.units(found.get(2)));
        differences.addAll(new HostDifferences(frame).of(found.get(3)));
        differences.addAll(events.of(found.get(4)));
        differences.addAll(filesystems.of(found.get(5)));
        differences.addAll(new ExitDifferences(frame, known).of(found.get(6)));
        differences.addAll(new LogDifferences(frame, known).of(found.get(7)));
        if (arePatterns) {
            differences.addAll(new PatternDifferences(frame, known).of(found.get(8), caveats));
        }
        differences.addAll(new GapDifferences(frame).all());
        return differences;
    }
}
