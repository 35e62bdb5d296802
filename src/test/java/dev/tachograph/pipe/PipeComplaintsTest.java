package dev.tachograph.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipeComplaintsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '^', quoteCharacter = '@', textBlock = """
            | stat count                             ^ stat          ^ there is no command 'stat'; did you mean 'stats'?
            | stats count unit                       ^ unit          ^ by is missing before 'unit'
            | stats count by unit | where message = "x" ^ message    ^ there is no column 'message' here
            | stats count by unt                     ^ unt           ^ there is no column 'unt' here; did you mean 'unit'?
            processes: | stats avg(name)             ^ name          ^ 'avg' needs numbers, and this is a text
            processes: | stats averag(cpu_usage)     ^ averag        ^ there is no function 'averag'
            processes: naem=java                     ^ naem          ^ there is no column 'naem' here; did you mean 'name'?
            proceses: name=java                      ^ proceses      ^ there is no source 'proceses'; did you mean 'processes'?
            processes: cpu_usage>lots                ^ lots          ^ this is no number
            hostnam:x | head                         ^ hostnam       ^ there is no field 'hostnam'; did you mean 'hostname'?
            | where pid = "x"                        ^ pid = "x"     ^ a number can't be compared with a text
            | where pid                              ^ pid           ^ this is a number, and no condition
            | where unit = ssh                       ^ ssh           ^ there is no column 'ssh' here
            | where lowr(unit) = "x"                 ^ lowr          ^ there is no function 'lowr'; did you mean 'lower'?
            | where lower(unit, 5) = "x"             ^ lower(unit, 5) ^ 'lower' does not take 2 values
            | where timestamp > "yesterdy"           ^ "yesterdy"    ^ this is no time
            | where boot_id = "xyz"                  ^ "xyz"         ^ this is no id
            | where unit = "x                        ^ "x            ^ a quote without its end
            | eval x = 5q                            ^ 5q            ^ '5q' is no number
            | timechart span=5 count                 ^ 5             ^ this is no width of time
            | timechart span=1ms count               ^ 1ms           ^ these would be 86400000 bins
            | stats count | timechart count          ^ timechart count ^ timechart needs the time of the rows, which is gone here
            | stats count | context 5                ^ context 5     ^ context needs log lines as they were found
            processes: | context 5                   ^ context 5     ^ context needs log lines as they were found
            | join lines                             ^ lines         ^ processes is missing before 'lines'
            | head x                                 ^ x             ^ 'x' has no place here
            | rex "(a)"                              ^ "(a)"         ^ the regular expression has no named group
            | stats count as x, dc(unit) as X        ^ dc(unit) as X ^ two columns would be called 'X'
            | rename unit as pid                     ^ pid           ^ there is a column 'pid' already
            | eval __x = 5                           ^ __x           ^ this can't be the name of a column
            | stats perc(pid, 101)                   ^ 101           ^ this is no percentage
            | stats count by fields                  ^ fields        ^ these are fields by name
            | where avg(pid) > 5                     ^ avg(pid)      ^ 'avg' is a function over many rows, and no stats before made it
            | where if(true, 1, "x") = 1             ^ "x"           ^ this is a text, and the value before it is a number
            | fillnull value="x" pid                 ^ "x"           ^ 'pid' is a number, and the value is a text
            """)
    void pointAtTheWord(String question, String word, String complaint) {
        PipeException e = catchThrowableOfType(PipeException.class, () -> Asking.compile(question));
        assertThat(e).as(question).isNotNull();
        assertThat(question.substring(e.position(), e.position() + e.length())).isEqualTo(word);
        assertThat(e.complaint()).isEqualTo(complaint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '^', textBlock = """
            error |                 ^ 7  ^ a command is missing
            | head 5 | | head       ^ 10 ^ a command is missing
            | stats                 ^ 7  ^ a function is missing
            | stats count by        ^ 16 ^ a column is missing
            | where pid >           ^ 13 ^ a value is missing
            | rename pid            ^ 12 ^ as is missing
            processes: name=        ^ 16 ^ a value is missing behind 'name'
            """)
    void pointAtTheEndWhereSomethingIsMissing(String question, int position, String complaint) {
        PipeException e = catchThrowableOfType(PipeException.class, () -> Asking.compile(question));
        assertThat(e).as(question).isNotNull();
        assertThat(e.position()).isEqualTo(position);
        assertThat(e.length()).isZero();
        assertThat(e.complaint()).isEqualTo(complaint);
    }

    /** Each of these would take more time or memory than there is, or more of the stack, if it were translated as it stands. */
    @ParameterizedTest
    @CsvSource(delimiter = '^', textBlock = """
            | eval x = ^ sqrt(          ^ pid  ^ )                     ^ 45   ^ this is too long in SQL
            | eval x = ^ ln(            ^ pid  ^ )                     ^ 45   ^ this is too long in SQL
            | where    ^ (              ^ pid  ^ ' between 1 and 2)'     ^ 40   ^ too many parts
            | stats count ^ (           ^ true ^ ' between true and true)' ^ 40 ^ too many parts
            | where    ^ (              ^ pid  ^ )                     ^ 3000 ^ too deep
            | where    ^ a.             ^ a    ^ ''                    ^ 4000 ^ there is no column
            """)
    void whatGrowsWithoutBoundsIsRefused(
            String before, String open, String middle, String close, int depth, String complaint) {
        String question = before + " " + open.repeat(depth) + middle + close.repeat(depth);
        PipeException e = catchThrowableOfType(PipeException.class, () -> Asking.compile(question));
        assertThat(e).isNotNull();
        assertThat(e.complaint()).startsWith(complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"coalesce(", "max(1, ", "case(true, "})
    @Timeout(20)
    void whatLiesWithinEachOtherIsTranslatedOnce(String function) {
        String sql = Asking.sql("| eval x = " + function.repeat(45) + "1" + ")".repeat(45));
        assertThat(sql.length()).isLessThan(4000);
    }

    @Test
    void aRegularExpressionHasAsManyGroupsAsTheDatabaseKnows() {
        String groups = "(?<x>a)".repeat(10);
        PipeException e = catchThrowableOfType(PipeException.class, () -> Asking.compile("| rex \"" + groups + "\""));
        assertThat(e.complaint()).isEqualTo("the regular expression has too many groups");
    }
}
