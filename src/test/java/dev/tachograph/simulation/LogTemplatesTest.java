package dev.tachograph.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.simulation.LogTemplate.When;
import dev.tachograph.text.LogPattern;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the made-up host logs, as patterns see it. */
class LogTemplatesTest {
    private static final int FILLINGS = 200;
    private static final Set<When> EVERY_DAY = EnumSet.of(When.USUAL, When.BORN, When.STARTED, When.ENDED);

    private final Chance chance = new Chance(7);
    private final LogTemplates templates = LogTemplates.read();

    private Set<String> patterns(LogTemplate template) {
        Set<String> patterns = new HashSet<>();
        for (int i = 0; i < FILLINGS; i++) {
            patterns.add(LogPattern.template(template.filled(chance, null)));
        }
        return patterns;
    }

    @Test
    void whateverStandsInItsBlanksATemplateIsOnePattern() {
        for (When when : When.values()) {
            for (LogTemplate template : templates.at(when)) {
                assertThat(patterns(template)).as(template.message()).hasSize(1);
            }
        }
    }

    @Test
    void whatAnIncidentLogsIsNewInEveryPattern() {
        Set<String> usual = new HashSet<>();
        for (When when : EVERY_DAY) {
            templates.at(when).forEach(template -> usual.addAll(patterns(template)));
        }
        assertThat(usual).hasSizeGreaterThan(40);
        List<When> wrong = List.of(When.LEAK, When.GONE, When.REFUSED, When.RUSH, When.HOT, When.FULL);
        for (When when : wrong) {
            for (LogTemplate template : templates.at(when)) {
                assertThat(usual).as(template.message()).doesNotContainAnyElementsOf(patterns(template));
            }
        }
    }
}
