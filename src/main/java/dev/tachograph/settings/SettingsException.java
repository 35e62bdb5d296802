package dev.tachograph.settings;

import java.util.List;
import java.util.stream.Collectors;

/** Wrong settings: all that were found in all sources. The message has a line for each. */
public final class SettingsException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<SettingProblem> problems;

    SettingsException(List<SettingProblem> problems) {
        super(problems.stream().map(SettingProblem::message).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** The file's problems first, in the order of its lines, then those of the environment and of the flags. */
    public List<SettingProblem> problems() {
        return problems;
    }
}
