package dev.tachograph.store;

/** What a table, a view or a macro is called. */
record TableName(String schema, String name) {
    /** How the file of its rows is called in a snapshot. */
    String file() {
        return schema + "." + name + ".parquet";
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
