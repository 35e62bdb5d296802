package dev.tachograph.pipe;

/**
 * An expression of SQL, and what it gives.
 *
 * @param unit as that of a column
 * @param rank how tightly it holds together: {@link #ATOM} never needs parentheses
 */
record Typed(String sql, Kind kind, String unit, int rank) {
    static final int ATOM = 10;

    static Typed atom(String sql, Kind kind) {
        return new Typed(sql, kind, "", ATOM);
    }

    static Typed atom(String sql, Kind kind, String unit) {
        return new Typed(sql, kind, unit, ATOM);
    }

    /** In parentheses where an operator of that rank would tear it apart. */
    String within(int outer) {
        return rank < outer ? "(" + sql + ")" : sql;
    }
}
