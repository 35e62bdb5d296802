package dev.tachograph.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file of checksums in a folder, as {@code sha256sum} writes and checks it: anybody can tell whether what lies there is
 * whole, without this program and without its manifest.
 *
 * @param sums by the name of a file or its path within the folder, in hexadecimal digits
 */
record Checksums(Map<String, String> sums) {
    private static final String NAME = "[A-Za-z0-9_=][A-Za-z0-9_=.-]*";
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *](%1$s(?:/%1$s)*)".formatted(NAME));
    private static final int BUFFER = 1 << 16;

    Checksums {
        sums = Map.copyOf(sums);
    }

    /** Of a text in the form of {@link #text}. @throws IOException when it has another form */
    static Checksums parse(String text) throws IOException {
        Map<String, String> sums = new TreeMap<>();
        for (String line : text.lines().toList()) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new IOException("%s: has a line that is no checksum".formatted(Segment.CHECKSUMS));
            }
            sums.put(parts.group(2), parts.group(1));
        }
        return new Checksums(sums);
    }

    /** One line for each file, in the order of their names. */
    String text() {
        var text = new StringBuilder();
        new TreeMap<>(sums)
                .forEach((file, sum) ->
                        text.append(sum).append("  ").append(file).append('\n'));
        return text.toString();
    }

    /** What is wrong with a folder by its own checksums; nothing when it is whole. */
    static List<String> check(Path folder) {
        try {
            return parse(Files.readString(folder.resolve(Segment.CHECKSUMS), StandardCharsets.UTF_8))
                    .compare(folder);
        } catch (IOException e) {
            return List.of("%s: %s".formatted(folder.resolve(Segment.CHECKSUMS), FileErrors.reason(e)));
        }
    }

    /**
     * What is wrong with a folder by these checksums.
     *
     * @throws IOException when a file is there and can't be opened, which says nothing of what is in it
     */
    List<String> compare(Path folder) throws IOException {
        return compare(folder, Course.toTheEnd());
    }

    /** The same for somebody who may not wait for the end. */
    List<String> compare(Path folder, Course course) throws IOException {
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, String> each : new TreeMap<>(sums).entrySet()) {
            Path file = folder.resolve(each.getKey());
            try {
                if (!sha256(file, course).equals(each.getValue())) {
                    problems.add(file + ": is not what was written: its checksum is another one");
                }
            } catch (NoSuchFileException e) {
                problems.add(file + ": is missing");
            } catch (IOException e) {
                if (!isUnreadable(e)) {
                    throw e;
                }
                problems.add(file + ": the disk can't read it");
            }
        }
        return problems;
    }

    /** Whether a file was opened and its content could not be had. Source: EIO in errno(3). */
    private static boolean isUnreadable(IOException e) {
        return String.valueOf(e.getMessage()).contains("Input/output error");
    }

    /** Reads a file to its end. */
    static String sha256(Path file) throws IOException {
        return sha256(file, Course.toTheEnd());
    }

    static String sha256(Path file, Course course) throws IOException {
        MessageDigest digest = digest();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
                course.passed(count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static String sha256(String text) {
        return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
