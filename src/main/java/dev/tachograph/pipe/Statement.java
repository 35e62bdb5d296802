package dev.tachograph.pipe;

import dev.tachograph.text.Printable;
import java.util.ArrayList;
import java.util.List;

/** The statement that grows with each command: a part for each, under a comment with the command's own words. */
final class Statement {
    private static final int MOST_COMMENT = 300;

    private final List<String> parts = new ArrayList<>();
    private final List<String> comments = new ArrayList<>();
    private String last = "";
    private int steps;
    private int hidden;

    /** What stands behind a later FROM. */
    String last() {
        return last;
    }

    /** A name for a column that no question can name. */
    String hiddenName() {
        hidden++;
        return Stage.HIDDEN + "order" + hidden;
    }

    /** Words of the question, to stand above the next part. Nothing in them ends the comment. */
    void comment(String words) {
        comments.add("-- " + Printable.atMost(MOST_COMMENT, words));
    }

    /** The rows of the next step. */
    void step(String select) {
        steps++;
        add("step" + steps, select);
    }

    /** A part beside the steps; returns what it is called. */
    String beside(String word, String select) {
        String name = "step%d_%s".formatted(steps + 1, word);
        String before = last;
        add(name, select);
        last = before;
        return name;
    }

    private void add(String name, String select) {
        var part = new StringBuilder();
        comments.forEach(comment -> part.append(comment).append('\n'));
        comments.clear();
        part.append(name).append(" AS (\n").append(select.indent(4)).append(')');
        parts.add(part.toString());
        last = name;
    }

    /** The whole of it. */
    String sql(String select) {
        var all = new StringBuilder("WITH\n").append(String.join(",\n", parts)).append('\n');
        comments.forEach(comment -> all.append(comment).append('\n'));
        return all.append(select).toString();
    }
}
