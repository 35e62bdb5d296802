package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyslogFilesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "syslog auth.log kern.log user.log, syslog auth.log",
        "messages secure, messages secure",
        "syslog messages, syslog",
        "kern.log auth.log, auth.log kern.log",
        "mail.log, ''",
        "'', ''"
    })
    void noLogIsReadThatHasLinesOfAnother(String present, String read) throws Exception {
        for (String name : present.split(" ", -1)) {
            if (!name.isEmpty()) {
                Files.createFile(folder.resolve(name));
            }
        }
        assertThat(SyslogFiles.find(folder))
                .isEqualTo(List.of(read.split(" ", -1)).stream()
                        .filter(name -> !name.isEmpty())
                        .map(folder::resolve)
                        .toList());
    }

    @Test
    void theKernelsLinesAreInTheGeneralLogs() {
        assertThat(SyslogFiles.haveKernelLines(List.of(Path.of("/var/log/syslog"))))
                .isTrue();
        assertThat(SyslogFiles.haveKernelLines(List.of(Path.of("/var/log/auth.log"))))
                .isFalse();
        assertThat(SyslogFiles.haveKernelLines(List.of(Path.of("/var/log/auth.log"), Path.of("/var/log/kern.log"))))
                .isTrue();
    }

    @Test
    void aFindingTellsWhatIsThere() throws Exception {
        Path file = Files.createFile(folder.resolve("syslog"));
        assertThat(SyslogFiles.findings(List.of(file, folder, folder.resolve("none"))))
                .extracting(Finding::level, Finding::found)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Finding.Level.OK, "is read"),
                        org.assertj.core.groups.Tuple.tuple(Finding.Level.MISSING, "is no file"),
                        org.assertj.core.groups.Tuple.tuple(
                                Finding.Level.MISSING, "does not exist; it is read when it does"));
    }
}
