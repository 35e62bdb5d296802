package dev.tachograph.diff;

import dev.tachograph.worker.SqlRefusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for everything, and has it told by those who know what it means. Statements over the same tables are asked together, so that they
 * see the same rows and what is hot is handed over once; others apart, as each takes memory while it runs.
 */
record Comparison(Frame frame, boolean arePatterns, List<String> caveats) {

    List<Difference> all(Answers answers) throws SqlRefusal {
        List<Difference> differences = new ArrayList<>();
        ProcessFacts.Known known = addProcesses(differences, answers);
        var units = new UnitSql(frame).statement();
        differences.addAll(new LevelDifferences(frame, known)
                .units(Statement.ask(answers, List.of(units)).getFirst()));
        addHost(differences, answers);
        addCounts(differences, answers, known);
        differences.addAll(new GapDifferences(frame).all());
        return differences;
    }

    /** @return who the processes were, for the sentences of the others */
    private ProcessFacts.Known addProcesses(List<Difference> differences, Answers answers) throws SqlRefusal {
        var sql = new ProcessSql(frame);
        List<Statement> statements = new ArrayList<>(List.of(sql.used(), sql.held()));
        @Nullable Statement facts = sql.facts();
        if (facts != null) {
            statements.add(facts);
        }
        List<List<AnswerRow>> found = Statement.ask(answers, statements);
        var known = ProcessFacts.Known.of(facts == null ? List.of() : found.getLast());
        var levels = new LevelDifferences(frame, known);
        differences.addAll(levels.processes(found.get(0)));
        differences.addAll(levels.processes(found.get(1)));
        return known;
    }

    private void addHost(List<Difference> differences, Answers answers) throws SqlRefusal {
        var filesystems = new FilesystemDifferences(frame);
        List<List<AnswerRow>> found =
                Statement.ask(answers, List.of(new HostSql(frame).statement(), filesystems.statement()));
        differences.addAll(new HostDifferences(frame).of(found.get(0)));
        differences.addAll(filesystems.of(found.get(1)));
    }

    private void addCounts(List<Difference> differences, Answers answers, ProcessFacts.Known known) throws SqlRefusal {
        var events = new EventDifferences(frame);
        var exits = new ExitDifferences(frame, known);
        var logs = new LogDifferences(frame, known);
        var patterns = new PatternDifferences(frame, known);
        List<Statement> statements = new ArrayList<>(List.of(events.statement(), exits.statement(), logs.statement()));
        if (arePatterns) {
            statements.add(patterns.statement());
        }
        List<List<AnswerRow>> found = Statement.ask(answers, statements);
        differences.addAll(events.of(found.get(0)));
        differences.addAll(exits.of(found.get(1)));
        differences.addAll(logs.of(found.get(2)));
        if (arePatterns) {
            differences.addAll(patterns.of(found.get(3), caveats));
        }
    }
}
