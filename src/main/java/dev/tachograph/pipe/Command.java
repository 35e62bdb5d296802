package dev.tachograph.pipe;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done with the rows behind a pipe. */
sealed interface Command {
    /** Where it stands, without its pipe. */
    Place place();

    record Where(Expr condition, Place place) implements Command {}

    /** Rows that a search finds, whose language depends on what the rows are. */
    record Search(String text, Place searched, Place place) implements Command {}

    record Eval(List<Assignment> assignments, Place place) implements Command {
        public Eval {
            assignments = List.copyOf(assignments);
        }
    }

    record Assignment(Expr.Name name, Expr value) {}

    record Stats(List<Aggregate> aggregates, List<Grouping> by, Place place) implements Command {
        public Stats {
            aggregates = List.copyOf(aggregates);
            by = List.copyOf(by);
        }
    }

    /**
     * An aggregate.
     *
     * @param function its name in small letters
     * @param condition rows that count; {@code null} for all
     * @param as the name of its column; {@code null} when nobody gave one
     */
    record Aggregate(
            String function,
            List<Expr> arguments,
            @Nullable Expr condition,
            Expr.@Nullable Name as,
            Place name,
            Place place) {
        public Aggregate {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * Something that rows are grouped by.
     *
     * @param span width of a bin; {@code null} where each value is a group
     */
    record Grouping(Expr.Name name, Expr.@Nullable Numeral span) {}

    /**
     * Figures over time.
     *
     * @param limit how many series; the rest of them is one
     */
    record Timechart(
            Expr.@Nullable Numeral span, int limit, List<Aggregate> aggregates, Expr.@Nullable Name by, Place place)
            implements Command {
        public Timechart {
            aggregates = List.copyOf(aggregates);
        }
    }

    /** The most frequent values, or the rarest. */
    record Top(boolean isRare, int count, List<Expr.Name> names, List<Expr.Name> by, Place place) implements Command {
        public Top {
            names = List.copyOf(names);
            by = List.copyOf(by);
        }
    }

    record Dedup(int count, List<Expr.Name> names, List<SortKey> order, Place place) implements Command {
        public Dedup {
            names = List.copyOf(names);
            order = List.copyOf(order);
        }
    }

    /**
     * Another order.
     *
     * @param count how many rows stay; 0 for all
     */
    record Sort(int count, List<SortKey> keys, Place place) implements Command {
        public Sort {
            keys = List.copyOf(keys);
        }
    }

    record SortKey(Expr.Name name, boolean isDescending) {}

    record Head(int count, Place place) implements Command {}

    record Tail(int count, Place place) implements Command {}

    record Reverse(Place place) implements Command {}

    record Fields(boolean isExcluding, List<Expr.Name> names, Place place) implements Command {
        public Fields {
            names = List.copyOf(names);
        }
    }

    record Rename(List<Renaming> names, Place place) implements Command {
        public Rename {
            names = List.copyOf(names);
        }
    }

    record Renaming(Expr.Name from, Expr.Name to) {}

    record Rex(Expr.Name field, Expr.Text pattern, Place place) implements Command {}

    record Context(int before, int after, Place place) implements Command {}

    record Join(Place place) implements Command {}

    record FillNull(Expr value, List<Expr.Name> names, Place place) implements Command {
        public FillNull {
            names = List.copyOf(names);
        }
    }

    record Bin(Expr.Name name, Expr.Numeral span, Expr.@Nullable Name as, Place place) implements Command {}

    /** The width of a bin of time. */
    static Duration duration(Expr.Numeral span) {
        return Duration.ofNanos(span.value().movePointRight(9).longValue());
    }
}
