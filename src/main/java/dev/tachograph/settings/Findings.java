package dev.tachograph.settings;

import java.util.ArrayList;
import java.util.List;

/** What was found in the sources so far: values, the weakest source's first, and problems. */
record Findings(List<Written> values, List<SettingProblem> problems) {
    Findings() {
        this(new ArrayList<>(), new ArrayList<>());
    }

    void add(Written value) {
        if (value.isAllowed()) {
            values.add(value);
        } else {
            problems.add(value.problem(value.setting().form().complaint(value.text())));
        }
    }

    void add(SettingProblem problem) {
        problems.add(problem);
    }
}
