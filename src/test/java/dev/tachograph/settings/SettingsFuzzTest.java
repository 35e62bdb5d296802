package dev.tachograph.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random settings, with a printed seed: what comes out are settings or a refusal, nothing else. */
class SettingsFuzzTest {
    private static final List<String> FILES = List.of(
            "data_dir = \"/var/lib/x\"\nlisten = '[::1]:7070'\nallowed_users = [\"a\", 'b']\n",
            "process_interval = \"5s\" # often\nredact = true\ncpu_budget_percent = 1.5\n",
            "log_retention_days = 0x1e\nlog_max_size_gb = 1e-3\n[table]\nkey.dotted = 2026-11-23T03:12:05Z\n",
            "[[many]]\na = { b = [1, [2, \"\"\"3\n\"\"\"]], c = inf }\n'quoted key' = nan\n");
    private static final List<String> VALUES = List.of(
            "5s",
            "127.0.0.1:7070",
            "[fe80::1%eth0]:1",
            "on",
            "0.25",
            "30",
            "alice,bob",
            "~/x",
            "a.example.org",
            "1h30m");
    private static final String LETTERS = "abz09=.,:;\"'[]{}#\n\t -_~/%\\\u0000\u00e9\u202e\ud83d+e";

    private final long seed = System.nanoTime();
    private final RandomGenerator random = new SplittableRandom(seed);

    @TempDir
    Path folder;

    @Test
    void anyFileGivesSettingsOrARefusal() throws IOException {
        Path file = folder.resolve("config.toml");
        for (int round = 0; round < 3_000; round++) {
            String text = mutated(FILES.get(random.nextInt(FILES.size())), 6);
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
            outcome(new Sandbox(folder).flag("--config", file.toString()), text);
        }
    }

    @Test
    void anyBytesGiveSettingsOrARefusal() throws IOException {
        Path file = folder.resolve("config.toml");
        for (int round = 0; round < 500; round++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            Files.write(file, bytes);
            outcome(new Sandbox(folder).flag("--config", file.toString()), Arrays.toString(bytes));
        }
    }

    @Test
    void anyValueGivesSettingsOrARefusal() {
        List<Setting<?>> all = KnownSettings.all();
        for (int round = 0; round < 20_000; round++) {
            Setting<?> setting = all.get(random.nextInt(all.size()));
            String value = mutated(VALUES.get(random.nextInt(VALUES.size())), 3);
            var sandbox = new Sandbox(folder);
            switch (random.nextInt(3)) {
                case 0 -> sandbox.flag(setting.flags().getLast(), value);
                case 1 -> sandbox.variable(setting.variable(), value);
                default -> sandbox.flag(mutated(setting.flags().getFirst(), 2), value);
            }
            outcome(sandbox, setting.key() + " = " + value);
        }
    }

    @Test
    void deepNestingIsRefused() throws IOException {
        for (String opening : List.of("[", "{a=", "[[")) {
            Path file = folder.resolve("config.toml");
            Files.writeString(file, "allowed_users = " + opening.repeat(100_000));
            assertThat(new Sandbox(folder).flag("--config", file.toString()).problems())
                    .isNotEmpty();
        }
        Path file = Files.writeString(folder.resolve("dotted.toml"), "a.".repeat(100_000) + "b = 1");
        assertThat(new Sandbox(folder).flag("--config", file.toString()).problems())
                .isNotEmpty();
    }

    private void outcome(Sandbox sandbox, String input) {
        try {
            assertThat(sandbox.load().dataDir()).isAbsolute();
        } catch (SettingsException e) {
            assertThat(e.problems()).as("seed %d: %s", seed, input).isNotEmpty();
            assertThat(e.problems())
                    .allSatisfy(problem -> assertThat(problem.message())
                            .as("seed %d: %s", seed, input)
                            .hasLineCount(1)
                            .hasSizeLessThan(1_500));
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("with seed %d: %s".formatted(seed, input), e);
        }
    }

    private String mutated(String text, int most) {
        var changed = new StringBuilder(text);
        for (int changes = random.nextInt(most + 1); changes > 0; changes--) {
            int at = random.nextInt(changed.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> changed.insert(at, LETTERS.charAt(random.nextInt(LETTERS.length())));
                case 1 -> changed.delete(at, Math.min(changed.length(), at + 1 + random.nextInt(4)));
                case 2 -> changed.insert(at, changed.substring(at));
                default -> changed.setLength(at);
            }
        }
        return changed.toString();
    }
}
