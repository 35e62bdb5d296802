package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.linux.Clocks;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Random messages from a seed that is printed, and texts made to be slow. */
class MessageRedactorPropertyTest {
    /** Messages that announce {@code @}. */
    private static final List<String> ANNOUNCEMENTS = List.of(
            "login with password=@ failed",
            "password: @",
            "{\"token\": \"@\"}",
            "token=@, done",
            "api key: @",
            "GET /?token=@&a=b",
            "connecting to postgres://u:@@h/d failed",
            "Authorization: Bearer @",
            "upstream: bearer @ refused",
            "x : COMMAND=/usr/bin/mysql -p@ db",
            "(root) CMD (curl -u @ https://h)");

    private static final List<String> PIECES = List.of(
            "--password",
            "--token ",
            "=",
            ":",
            ": ",
            " ",
            "\"",
            "'",
            "password",
            "token",
            "secret",
            "key",
            "‹redacted:",
            "›",
            "\\",
            "$",
            "${",
            "-p",
            "mysql",
            "curl ",
            "-u ",
            "COMMAND=",
            "CMD (",
            "://",
            "a://b:",
            "@",
            "&",
            ";",
            "bearer ",
            "Authorization: ",
            "Basic ",
            "Cookie: ",
            "a=b",
            "eyJ",
            ".",
            "-",
            "x",
            "ghp_",
            "0123456789abcdefghij",
            "\n",
            "pass:",
            "{",
            "}",
            "😀",
            "‹redacted:01234567›",
            "/",
            "?",
            "PASSWORD '",
            "identified by '",
            "expired",
            "is",
            "(",
            ")",
            ",",
            "-----BEGIN PRIVATE KEY-----",
            "-----END PRIVATE KEY-----",
            "session_id",
            "sig=",
            "AKIAIOSFODNN7EXAMPLE",
            "pwd=/a",
            "xoxb-1234567890",
            "-eyJaaaaaaaa.bbbbbbbbb.",
            "temporary password is generated for a: ");

    private static final List<String> HOSTILE = List.of(
            "token_",
            "token=",
            "token=$",
            "token=${",
            "password: \"",
            "a://b:c@",
            "eyJaaaaaaaa.",
            "bearer bearer ",
            "--password ",
            "--password '",
            "\" '",
            "=\"",
            "\\\"",
            "password\\\":\\\"",
            "authorization:basic ",
            "cookie:",
            "cookie: a",
            "passwordpassword-",
            "a=b;token=",
            "a=pwd=/",
            "a=credentials=/",
            "=token=1",
            "(token:1",
            "password: is ",
            "--token=a --token ",
            "key: ",
            "secret key: ",
            "sessionsession",
            "sess_id=",
            "COMMAND=a ",
            "temporary password is generated for ",
            "password '",
            "password ",
            "CMD (a ",
            "token\t\t\t",
            "bearer\t \t",
            "a+",
            "a1-",
            "Bearer a.",
            "?password=\"",
            "authorization: \"digest ",
            "a://b:",
            "COMMAND=",
            "CMD (",
            "Authorization: ",
            "Cookie: ",
            "pwd=/a",
            "PASSWORD '");

    private static final int MEGABYTE = 1_000_000;

    private final Clocks clocks = new Clocks();
    private final MessageRedactor redactor = new Redaction(new byte[32], List.of()).messages();
    private final long seed = Long.getLong("tachograph.seed", System.nanoTime());
    private final RandomGenerator random = new SplittableRandom(seed);

    @Test
    void noAnnouncedSecretSurvives() {
        for (int round = 0; round < 10_000; round++) {
            String secret = secret();
            String form = ANNOUNCEMENTS.get(random.nextInt(ANNOUNCEMENTS.size()));
            String message = form.contains("@@") ? form.replace("@@", secret + "@") : form.replace("@", secret);
            assertThat(redactor.redact(message))
                    .as("seed %d round %d: %s", seed, round, message)
                    .doesNotContain(secret);
        }
    }

    @Test
    void redactingAgainChangesNothing() {
        for (int round = 0; round < 15_000; round++) {
            String message = randomMessage();
            String once = redactor.redact(message);
            assertThat(redactor.redact(once))
                    .as("seed %d round %d: %s", seed, round, message)
                    .isEqualTo(once);
        }
    }

    @Test
    void redactingACommandLineAgainChangesNothing() {
        for (int round = 0; round < 5_000; round++) {
            String line = randomMessage();
            String once = redactor.commandLine(line);
            assertThat(redactor.commandLine(once))
                    .as("seed %d round %d: %s", seed, round, line)
                    .isEqualTo(once);
        }
    }

    /** What grows with the square of the length would take minutes. */
    @Test
    void aMegabyteOfAnythingTakesAsLongAsItsLengthAsks() {
        for (String piece : HOSTILE) {
            String text = piece.repeat(MEGABYTE / piece.length());
            assertThat(cpuMillis(() -> redactor.redact(text))).as("%s…", piece).isLessThan(8000);
            String line = text.substring(0, MEGABYTE / 16);
            assertThat(cpuMillis(() -> redactor.commandLine(line)))
                    .as("%s…", piece)
                    .isLessThan(8000);
        }
    }

    private double cpuMillis(Runnable work) {
        long begin = clocks.threadCpuNanos();
        work.run();
        return (clocks.threadCpuNanos() - begin) / 1e6;
    }

    /** Long enough not to be there by chance, with letters and digits mixed. */
    private String secret() {
        String letters = "abcXYZ0189_~+";
        StringBuilder secret = new StringBuilder("q7");
        for (int length = 16 + random.nextInt(30); length > 0; length--) {
            secret.append(letters.charAt(random.nextInt(letters.length())));
        }
        return secret.append('q').toString();
    }

    private String randomMessage() {
        StringBuilder message = new StringBuilder();
        for (int pieces = random.nextInt(20); pieces > 0; pieces--) {
            message.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return new String(message.toString().getBytes(UTF_8), UTF_8);
    }
}
