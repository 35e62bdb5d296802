package dev.tachograph.pipe;

/** A column that rows are in order of. */
record OrderKey(String column, boolean isDescending) {

    String sql() {
        return SqlText.name(column) + (isDescending ? " DESC NULLS LAST" : "");
    }

    OrderKey reversed() {
        return new OrderKey(column, !isDescending);
    }

    OrderKey renamed(String from, String to) {
        return column.equals(from) ? new OrderKey(to, isDescending) : this;
    }
}
