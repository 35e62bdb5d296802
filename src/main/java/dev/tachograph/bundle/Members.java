package dev.tachograph.bundle;

import dev.tachograph.store.CutTable;
import dev.tachograph.store.DocumentedView;
import java.util.ArrayList;
import java.util.List;

/** The names of what is in a bundle; there are no others. */
final class Members {
    static final String MANIFEST = "manifest.json";
    static final String README = "README.txt";
    /** What a record is made of again. */
    static final String RECORD = "record";
    /** The views that are documented. */
    static final String TABLES = "tables";

    private static final String ENDING = ".parquet";

    private Members() {}

    static String of(CutTable table) {
        return RECORD + "/" + table.word() + ENDING;
    }

    static String of(DocumentedView view) {
        return TABLES + "/" + view.word() + ENDING;
    }

    /** Those that the manifest tells of, in the order in which they stand in a bundle: for whoever looks, first. */
    static List<String> told() {
        List<String> names = new ArrayList<>(List.of(README));
        for (DocumentedView view : DocumentedView.values()) {
            names.add(of(view));
        }
        for (CutTable table : CutTable.values()) {
            names.add(of(table));
        }
        return names;
    }
}
