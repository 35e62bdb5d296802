package dev.tachograph.probe;

import dev.tachograph.probe.SyslogHeader.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The structured data of RFC 5424, section 6.3: {@code [id name="value" …][id …]} or {@code -}. A parameter becomes a field
 * {@code SD.id.name}, an element without parameters a field {@code SD.id} with an empty value.
 */
final class SyslogStructuredData {
    private static final byte[] EMPTY = {};
    /** An element with a longer name is message, as is one with which a line would have more fields. */
    static final int LONGEST_NAME = 255;

    static final int MOST_FIELDS = 1024;

    private final byte[] line;
    private final int end;
    private final List<Field> fields = new ArrayList<>(2);
    private int at;

    SyslogStructuredData(byte[] line, int from, int end) {
        this.line = line;
        this.end = end;
        at = from;
    }

    List<Field> fields() {
        return fields;
    }

    /** Adds another field of the header, unless it is {@code -}, which stands for none. */
    void add(String name, int from, int to) {
        if (to - from != 1 || line[from] != '-') {
            fields.add(new Field(name, Arrays.copyOfRange(line, from, to)));
        }
    }

    /**
     * Reads the data and gives the place where the message begins. An element that is not whole is message.
     * rsyslog writes a blank before the message, and one more that was part of it; neither is anyone's text.
     */
    int parse() {
        if (at < end && line[at] == '-') {
            at++;
        } else {
            boolean whole = true;
            while (whole && at < end && line[at] == '[') {
                int start = at;
                int known = fields.size();
                whole = element();
                if (!whole) {
                    fields.subList(known, fields.size()).clear();
                    at = start;
                }
            }
        }
        for (int blanks = 0; blanks < 2 && at < end && line[at] == ' '; blanks++) {
            at++;
        }
        if (end - at >= 3 && line[at] == (byte) 0xEF && line[at + 1] == (byte) 0xBB && line[at + 2] == (byte) 0xBF) {
            at += 3;
        }
        return at;
    }

    private boolean element() {
        at++;
        String word = word();
        if (word == null) {
            return false;
        }
        String id = "SD." + word;
        if (at < end && line[at] == ']') {
            if (fields.size() >= MOST_FIELDS) {
                return false;
            }
            fields.add(new Field(id, EMPTY));
        }
        while (at < end && line[at] == ' ') {
            at++;
            String name = word();
            if (name == null
                    || fields.size() >= MOST_FIELDS
                    || end - at < 2
                    || line[at] != '='
                    || line[at + 1] != '"') {
                return false;
            }
            at += 2;
            if (!value(id + "." + name)) {
                return false;
            }
        }
        if (at == end || line[at] != ']') {
            return false;
        }
        at++;
        return true;
    }

    /** {@code null} for one that is too long. */
    private @Nullable String word() {
        int from = at;
        while (at < end && line[at] != ' ' && line[at] != ']' && line[at] != '=' && line[at] != '"') {
            at++;
        }
        return at - from > LONGEST_NAME ? null : KernelText.decode(line, from, at);
    }

    /** A value up to its quote; a backslash takes away the meaning of a quote, a backslash and a bracket, and stays elsewhere. */
    private boolean value(String name) {
        int from = at;
        int escapes = 0;
        while (at < end && line[at] != '"') {
            if (isEscape(at)) {
                escapes++;
                at++;
            }
            at++;
        }
        if (at >= end) {
            return false;
        }
        byte[] value = new byte[at - from - escapes];
        int filled = 0;
        for (int i = from; i < at; i++) {
            if (isEscape(i)) {
                i++;
            }
            value[filled++] = line[i];
        }
        at++;
        fields.add(new Field(name, value));
        return true;
    }

    private boolean isEscape(int i) {
        return line[i] == '\\' && i + 1 < end && (line[i + 1] == '"' || line[i + 1] == '\\' || line[i + 1] == ']');
    }
}
