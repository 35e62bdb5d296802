package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.linux.Clocks;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Random command lines with a printed seed, and texts made to be slow. */
class RedactorPropertyTest {
    /** Arguments, parted by blanks, that announce {@code @}, which may hold anything but the letters excepted behind it. */
    private static final List<String> ANNOUNCEMENTS = List.of(
            "--password @",
            "--password=@",
            "--db-token @",
            "-api_key @",
            "SECRET=@",
            "MY_ACCESS_TOKEN=@",
            "-Dx.password=@",
            "mysql -p@",
            "curl -u @",
            "sshpass -p @",
            "X-Api-Key:@");

    private static final List<String> IN_URLS =
            List.of("postgres://u:@@h/d", "https://h/p?a=b&token=@&c=d", "amqp://:@@h");
    private static final List<String> PIECES = List.of(
            "--password",
            "--token=",
            "=",
            ":",
            " ",
            "\"",
            "'",
            "password",
            "token",
            "secret",
            "‹redacted:",
            "›",
            "\\",
            "$",
            "${",
            "-p",
            "mysql",
            "curl",
            "-u",
            "-c",
            "sh",
            "://",
            "@",
            "&",
            ";",
            "bearer ",
            "Authorization: ",
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
            "?");
    private static final String LETTERS = "abcXYZ0189!#%*+,-./:;<=>?@[]^_`{|}~$()&\"'\\ \u00e9\u20ac";

    private final Clocks clocks = new Clocks();
    private final Redactor redactor = new Redaction(new byte[32], List.of()).commandLines();
    private final long seed = System.nanoTime();
    private final RandomGenerator random = new SplittableRandom(seed);

    @Test
    void noAnnouncedSecretSurvives() {
        for (int round = 0; round < 10_000; round++) {
            String secret = secret(LETTERS);
            List<String> arguments = announce(ANNOUNCEMENTS, secret);
            assertThat(String.join(" ", redactor.redact(arguments)))
                    .as("seed %d round %d: %s", seed, round, arguments)
                    .doesNotContain(secret);
        }
    }

    @Test
    void noSecretInAUrlSurvives() {
        for (int round = 0; round < 10_000; round++) {
            String secret = secret("abcXYZ0189!*+,-.:;=@^_`{|}~$()\u00e9");
            List<String> arguments = announce(IN_URLS, secret);
            assertThat(String.join(" ", redactor.redact(arguments)))
                    .as("seed %d round %d: %s", seed, round, arguments)
                    .doesNotContain(secret);
        }
    }

    @Test
    void redactingAgainChangesNothing() {
        for (int round = 0; round < 10_000; round++) {
            List<String> arguments = randomArguments();
            List<String> once = redactor.redact(arguments);
            assertThat(redactor.redact(once))
                    .as("seed %d round %d: %s", seed, round, arguments)
                    .isEqualTo(once);
        }
    }

    @Test
    void argumentsStayAsManyAsTheyWere() {
        AnyBytes.giveAValue(
                List.of("mysql\0-pabc\0--password\0x y\0", "sh\0-c\0app --token 'a b' \"c\0"), 50_000, bytes -> {
                    List<String> arguments = CommandLine.arguments(bytes, bytes.length);
                    assertThat(redactor.redact(arguments)).hasSameSizeAs(arguments);
                });
    }

    /** All of them are read at one look at worst, so each has to take milliseconds at most. */
    @Test
    void noTextOfThisLengthTakesLong() {
        for (String piece : hostile()) {
            String text = piece.repeat(CommandLine.READ_BYTES / piece.length());
            for (List<String> arguments :
                    List.of(List.of(text), List.of("sh", "-c", " " + text), List.of("a" + text + "=")))
                assertThat(quickestMillis(arguments)).as("%s…", piece).isLessThan(60);
        }
    }

    @Test
    void timeGrowsWithTheLengthAndNotWithItsSquare() {
        for (String piece : hostile()) {
            double one = quickestMillis(List.of("sh", "-c", " " + piece.repeat(4096 / piece.length())));
            double eight = quickestMillis(List.of("sh", "-c", " " + piece.repeat(8 * 4096 / piece.length())));
            assertThat(eight).as("%s… takes %.2f ms", piece, one).isLessThan(8 * Math.max(one, 2) * 3);
        }
    }

    private static List<String> hostile() {
        List<String> pieces = new ArrayList<>(PIECES);
        pieces.addAll(List.of(
                "token_",
                "token=",
                "token=$",
                "token=${",
                "password: \"",
                "a://b:",
                "a://",
                "a://b:c@",
                "-eyJ",
                "eyJaaaaaaaa.",
                "-----BEGIN PRIVATE KEY-----",
                "bearer bearer ",
                "--password ",
                "--password '",
                "\" '",
                "=\"",
                "\\\"",
                "password\\\":\\\"",
                "AKIA",
                "sk-",
                "authorization:basic ",
                "cookie:",
                "passwordpassword-",
                "a=b;token="));
        return pieces;
    }

    private double quickestMillis(List<String> arguments) {
        long quickest = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long begin = clocks.threadCpuNanos();
            redactor.redact(arguments);
            quickest = Math.min(quickest, clocks.threadCpuNanos() - begin);
        }
        return quickest / 1e6;
    }

    private List<String> announce(List<String> forms, String secret) {
        List<String> arguments = new ArrayList<>(List.of("app", "-v"));
        for (String part : forms.get(random.nextInt(forms.size())).split(" ", -1)) {
            boolean inUrl = part.contains("@@");
            arguments.add(inUrl ? part.replace("@@", secret + "@") : part.replace("@", secret));
        }
        arguments.add("--verbose");
        return arguments;
    }

    /** Long enough not to be in the line by chance, and no option, switch or quoted text. */
    private String secret(String letters) {
        StringBuilder secret = new StringBuilder("q");
        for (int length = 7 + random.nextInt(30); length > 0; length--) {
            secret.append(letters.charAt(random.nextInt(letters.length())));
        }
        return secret.append('q').toString();
    }

    private List<String> randomArguments() {
        StringBuilder line = new StringBuilder();
        for (int pieces = random.nextInt(20); pieces > 0; pieces--) {
            line.append(PIECES.get(random.nextInt(PIECES.size()))).append(random.nextInt(3) == 0 ? "\0" : "");
        }
        byte[] bytes = line.toString().getBytes(UTF_8);
        return CommandLine.arguments(bytes, bytes.length);
    }
}
