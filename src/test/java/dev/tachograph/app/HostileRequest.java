package dev.tachograph.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of {@code hostile-requests.txt}, where its format is told.
 *
 * @param from who sends it
 * @param expected the statuses that may be answered, for each answer in turn
 * @param says what the last answer has to hold
 * @param never what no answer may hold
 * @param text the request before anything in it is replaced
 */
record HostileRequest(
        String name, String from, List<List<String>> expected, List<String> says, List<String> never, String text) {
    private static final Pattern REPEATED = Pattern.compile("\\{([^{}]+?)\\*(\\d+)\\}");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x([0-9a-f]{2})|(.))");
    private static final String SPACE = " ";

    static List<HostileRequest> all() throws IOException {
        try (InputStream in = HostileRequest.class.getResourceAsStream("hostile-requests.txt")) {
            String file = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<HostileRequest> all = new ArrayList<>();
            for (String entry : file.substring(file.indexOf("\n== ") + 1).split("(?m)^== ", -1)) {
                if (!entry.isEmpty()) {
                    all.add(parse(entry));
                }
            }
            return all;
        }
    }

    private static HostileRequest parse(String entry) {
        int empty = entry.indexOf("\n\n");
        List<String> head = entry.substring(0, empty).lines().toList();
        String from = values(head, "as").getFirst();
        List<List<String>> expected = new ArrayList<>();
        for (String statuses : values(head, "expect").getFirst().split(SPACE, -1)) {
            expected.add(List.of(statuses.split("\\|", -1)));
        }
        String text = entry.substring(empty + 2).replaceFirst("\n$", "");
        return new HostileRequest(head.getFirst(), from, expected, values(head, "says"), values(head, "not"), text);
    }

    private static List<String> values(List<String> head, String key) {
        return head.stream()
                .filter(line -> line.startsWith(key + ": "))
                .map(line -> line.substring(key.length() + 2))
                .toList();
    }

    /** The bytes to send, with what is known only now. */
    byte[] bytes(Map<String, String> known) {
        String whole = filled(text.replace("\n", "\r\n"), known);
        byte[] bytes = unescaped(whole);
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        int body = bytes.length - (latin.indexOf("\r\n\r\n") + 4);
        return latin.replace("{length}", "" + body).getBytes(StandardCharsets.ISO_8859_1);
    }

    static String filled(String text, Map<String, String> known) {
        String filled = text;
        for (Map.Entry<String, String> each : known.entrySet()) {
            filled = filled.replace("{" + each.getKey() + "}", each.getValue());
        }
        Matcher repeated = REPEATED.matcher(filled);
        return repeated.replaceAll(
                match -> Matcher.quoteReplacement(match.group(1).repeat(Integer.parseInt(match.group(2)))));
    }

    private static byte[] unescaped(String text) {
        var out = new ByteArrayOutputStream();
        Matcher escape = ESCAPE.matcher(text);
        int from = 0;
        while (escape.find()) {
            out.writeBytes(text.substring(from, escape.start()).getBytes(StandardCharsets.UTF_8));
            out.write(escape.group(1) == null ? letter(escape.group(2)) : Integer.parseInt(escape.group(1), 16));
            from = escape.end();
        }
        out.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private static int letter(String letter) {
        return switch (letter) {
            case "r" -> '\r';
            case "n" -> '\n';
            case "t" -> '\t';
            case "0" -> 0;
            case "\\" -> '\\';
            default -> throw new IllegalArgumentException("no escape: \\" + letter);
        };
    }
}
