package dev.tachograph.cli;

import dev.tachograph.model.Finding;
import dev.tachograph.settings.Flag;
import dev.tachograph.settings.SettingsException;
import java.util.List;

/** Looks at what this host allows. */
@FunctionalInterface
public interface Examination {
    /**
     * What is found, in the order in which it is shown.
     *
     * @param flags of the command line that are settings
     */
    List<Finding> examine(List<Flag> flags) throws SettingsException;
}
