package dev.tachograph.probe;

import dev.tachograph.probe.SyslogClock.Stamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers of lines in files of syslog daemons: the traditional form, the one with ISO 8601 stamps, RFC 5424, and
 * that of busybox, each with or without {@code <PRI>} before it. Source: RFC 3164, RFC 5424, rsyslog's templates
 * RSYSLOG_TraditionalFileFormat, RSYSLOG_FileFormat and RSYSLOG_SyslogProtocol23Format. Used by one thread at a time.
 */
final class SyslogParser {
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int TRADITIONAL_LENGTH = "Nov 22 22:36:05".length();
    private static final int ISO_LENGTH = "2026-11-22T22:36:05".length();
    private static final int MICRO_DIGITS = 6;
    private static final int MOST_PRI = 191;
    /** Longer words are no names of hosts or programs. */
    private static final int LONGEST_NAME = 255;

    private static final Map<String, Integer> SEVERITIES = Map.ofEntries(
            Map.entry("emerg", 0),
            Map.entry("alert", 1),
            Map.entry("crit", 2),
            Map.entry("err", 3),
            Map.entry("warn", 4),
            Map.entry("notice", 5),
            Map.entry("info", 6),
            Map.entry("debug", 7));
    private static final Map<String, Integer> FACILITIES = Map.ofEntries(
            Map.entry("kern", 0),
            Map.entry("user", 1),
            Map.entry("mail", 2),
            Map.entry("daemon", 3),
            Map.entry("auth", 4),
            Map.entry("syslog", 5),
            Map.entry("lpr", 6),
            Map.entry("news", 7),
            Map.entry("uucp", 8),
            Map.entry("cron", 9),
            Map.entry("authpriv", 10),
            Map.entry("ftp", 11),
            Map.entry("local0", 16),
            Map.entry("local1", 17),
            Map.entry("local2", 18),
            Map.entry("local3", 19),
            Map.entry("local4", 20),
            Map.entry("local5", 21),
            Map.entry("local6", 22),
            Map.entry("local7", 23));

    private final SyslogClock clock;
    /** The line that is being read, and how far that is. */
    private byte[] line = {};

    private int at;
    private int end;

    private @Nullable Integer priority;
    private @Nullable Integer facility;

    /** @param zone of stamps that tell none */
    SyslogParser(ZoneId zone) {
        clock = new SyslogClock(zone);
    }

    /**
     * The header of a line. Where there is a stamp, but of no day or time that exists, or the rest of RFC 5424 is missing, the
     * whole line is message.
     *
     * @param newest when the file was last written
     * @param before of the line before
     * @return {@code null} for a line without a stamp, which may belong to the one before
     */
    @Nullable SyslogHeader parse(byte[] bytes, int from, int to, Instant newest, @Nullable Instant before) {
        line = bytes;
        at = from;
        end = to;
        priority = null;
        facility = null;
        boolean hasPri = readPri();
        if (hasPri && end - at > 2 && line[at] == '1' && line[at + 1] == ' ') {
            at += 2;
            return rfc5424(from, newest, before);
        }
        Stamp stamp = stamp();
        if (stamp == null) {
            return null;
        }
        Instant timestamp = clock.instant(stamp, newest, before);
        return timestamp == null ? SyslogHeader.none(before == null ? newest : before, from) : plain(timestamp);
    }

    /** Reads {@code <PRI>} if it is there. */
    private boolean readPri() {
        int close = at + 1;
        int value = 0;
        while (close < end && close < at + 4 && isDigit(close)) {
            value = value * 10 + line[close] - '0';
            close++;
        }
        if (end - at < 3
                || line[at] != '<'
                || close == at + 1
                || close == end
                || line[close] != '>'
                || value > MOST_PRI) {
            return false;
        }
        priority = value & 7;
        facility = value >> 3;
        at = close + 1;
        return true;
    }

    private @Nullable Stamp stamp() {
        Stamp stamp = at < end && line[at] <= '9' ? isoStamp() : traditionalStamp();
        if (stamp == null || (at < end && line[at] != ' ')) {
            return null;
        }
        at = Math.min(at + 1, end);
        return stamp;
    }

    /** {@code Nov  2 22:36:05}. */
    private @Nullable Stamp traditionalStamp() {
        if (end - at < TRADITIONAL_LENGTH
                || line[at + 3] != ' '
                || line[at + 6] != ' '
                || line[at + 9] != ':'
                || line[at + 12] != ':') {
            return null;
        }
        int month = month();
        int day = line[at + 4] == ' ' && isDigit(at + 5) ? line[at + 5] - '0' : twoDigits(at + 4);
        int hour = twoDigits(at + 7);
        int minute = twoDigits(at + 10);
        int second = twoDigits(at + 13);
        if (month < 0 || day < 0 || hour < 0 || minute < 0 || second < 0) {
            return null;
        }
        at += TRADITIONAL_LENGTH;
        return new Stamp(null, month, day, hour, minute, second, 0, null);
    }

    private int month() {
        for (int month = 0; month < 12; month++) {
            if (line[at] == MONTHS.charAt(month * 3)
                    && line[at + 1] == MONTHS.charAt(month * 3 + 1)
                    && line[at + 2] == MONTHS.charAt(month * 3 + 2)) {
                return month + 1;
            }
        }
        return -1;
    }

    /** {@code 2026-11-22T22:36:05.380893+00:00}, with or without what follows the seconds. */
    private @Nullable Stamp isoStamp() {
        if (end - at < ISO_LENGTH
                || line[at + 4] != '-'
                || line[at + 7] != '-'
                || line[at + 10] != 'T'
                || line[at + 13] != ':'
                || line[at + 16] != ':') {
            return null;
        }
        int century = twoDigits(at);
        int year = twoDigits(at + 2);
        int month = twoDigits(at + 5);
        int day = twoDigits(at + 8);
        int hour = twoDigits(at + 11);
        int minute = twoDigits(at + 14);
        int second = twoDigits(at + 17);
        if (century < 0 || year < 0 || month < 0 || day < 0 || hour < 0 || minute < 0 || second < 0) {
            return null;
        }
        at += ISO_LENGTH;
        int micros = fraction();
        return new Stamp(century * 100 + year, month, day, hour, minute, second, micros, offset());
    }

    private int fraction() {
        if (at + 1 >= end || (line[at] != '.' && line[at] != ',') || !isDigit(at + 1)) {
            return 0;
        }
        at++;
        int micros = 0;
        int digits = 0;
        for (; at < end && isDigit(at); at++, digits++) {
            if (digits < MICRO_DIGITS) {
                micros = micros * 10 + line[at] - '0';
            }
        }
        for (; digits < MICRO_DIGITS; digits++) {
            micros *= 10;
        }
        return micros;
    }

    /** {@code Z}, {@code +01:00}, {@code +0100} or {@code +01}, in seconds; {@code null} where none is told. */
    private @Nullable Integer offset() {
        if (at < end && line[at] == 'Z') {
            at++;
            return 0;
        }
        if (end - at < 3 || (line[at] != '+' && line[at] != '-') || twoDigits(at + 1) < 0) {
            return null;
        }
        int sign = line[at] == '-' ? -1 : 1;
        int seconds = twoDigits(at + 1) * 3600;
        at += 3;
        int colon = at < end && line[at] == ':' ? 1 : 0;
        if (end - at >= 2 + colon && twoDigits(at + colon) >= 0) {
            seconds += twoDigits(at + colon) * 60;
            at += 2 + colon;
        }
        return sign * seconds;
    }

    /** {@code host tag[pid]: message} with what may be missing of it; busybox has {@code facility.level} before the tag. */
    private SyslogHeader plain(Instant timestamp) {
        int wordEnd = wordEnd();
        String hostname = null;
        if (wordEnd > at && wordEnd - at <= LONGEST_NAME && line[wordEnd - 1] != ':') {
            hostname = KernelText.decode(line, at, wordEnd);
            at = Math.min(wordEnd + 1, end);
        }
        readLevel();
        return tagged(timestamp, hostname);
    }

    /** Of a text that begins with its tag, as programs write it into the kernel's log: {@code tag[pid]: message}. */
    SyslogHeader tagged(byte[] text, Instant timestamp) {
        line = text;
        at = 0;
        end = text.length;
        priority = null;
        facility = null;
        return tagged(timestamp, (String) null);
    }

    private SyslogHeader tagged(Instant timestamp, @Nullable String hostname) {
        String identifier = null;
        Integer pid = null;
        int tagEnd = tagEnd(false);
        int numberEnd = tagEnd < end && line[tagEnd] == '[' ? numberEnd(tagEnd + 1) : -1;
        if (numberEnd > 0 && numberEnd + 1 < end && line[numberEnd] == ']' && line[numberEnd + 1] == ':') {
            pid = number(tagEnd + 1, numberEnd);
        }
        if (pid != null && tagEnd > at) {
            identifier = KernelText.decode(line, at, tagEnd);
            at = numberEnd + 2;
        } else {
            pid = null;
            tagEnd = tagEnd(true);
            if (tagEnd > at && tagEnd < end && line[tagEnd] == ':') {
                identifier = KernelText.decode(line, at, tagEnd);
                at = tagEnd + 1;
            }
        }
        if (identifier != null && at < end && line[at] == ' ') {
            at++;
        }
        return new SyslogHeader(timestamp, priority, facility, hostname, identifier, pid, at, List.of());
    }

    /** Where the tag ends: at its bracket, at a colon before a blank, at anything that a tag does not have. */
    private int tagEnd(boolean withBrackets) {
        int limit = Math.min(end, at + LONGEST_NAME);
        int to = at;
        while (to < limit && (line[to] > ' ' || line[to] < 0) && line[to] != 0x7f) {
            boolean colon = line[to] == ':' && (to + 1 == end || line[to + 1] == ' ');
            if (colon || (line[to] == '[' && !withBrackets)) {
                break;
            }
            to++;
        }
        return to;
    }

    private void readLevel() {
        int to = wordEnd();
        int dot = at;
        while (dot < to && line[dot] != '.') {
            dot++;
        }
        if (priority != null || dot == to || to == end || to - at > "authpriv.notice".length()) {
            return;
        }
        Integer wordFacility = FACILITIES.get(KernelText.decode(line, at, dot));
        Integer wordPriority = SEVERITIES.get(KernelText.decode(line, dot + 1, to));
        if (wordFacility != null && wordPriority != null) {
            facility = wordFacility;
            priority = wordPriority;
            at = to + 1;
        }
    }

    private SyslogHeader rfc5424(int from, Instant newest, @Nullable Instant before) {
        Instant known = before == null ? newest : before;
        Instant timestamp = known;
        if (end - at >= 2 && line[at] == '-' && line[at + 1] == ' ') {
            at += 2;
        } else {
            Stamp stamp = stamp();
            timestamp = stamp == null ? null : clock.instant(stamp, newest, before);
            if (timestamp == null) {
                return SyslogHeader.none(known, from);
            }
        }
        int hostFrom = at;
        int hostTo = word();
        int identifierFrom = at;
        int identifierTo = word();
        int processFrom = at;
        int processTo = word();
        int messageIdFrom = at;
        int messageIdTo = word();
        if (messageIdTo < 0 || processTo < 0 || identifierTo < 0 || hostTo < 0) {
            return SyslogHeader.none(known, from);
        }
        var data = new SyslogStructuredData(line, at, end);
        Integer pid = number(processFrom, processTo);
        if (pid == null) {
            data.add("PROCID", processFrom, processTo);
        }
        data.add("MSGID", messageIdFrom, messageIdTo);
        at = data.parse();
        return new SyslogHeader(
                timestamp,
                priority,
                facility,
                name(hostFrom, hostTo),
                name(identifierFrom, identifierTo),
                pid,
                at,
                data.fields());
    }

    /** Goes behind the next word and its blank; gives the word's end, -1 where there is none. */
    private int word() {
        int to = wordEnd();
        if (to == at || to - at > LONGEST_NAME) {
            return -1;
        }
        at = Math.min(to + 1, end);
        return to;
    }

    /** {@code -} stands for none. */
    private @Nullable String name(int from, int to) {
        return to - from == 1 && line[from] == '-' ? null : KernelText.decode(line, from, to);
    }

    private int wordEnd() {
        int to = at;
        while (to < end && line[to] != ' ') {
            to++;
        }
        return to;
    }

    private int numberEnd(int from) {
        int to = from;
        while (to < end && isDigit(to)) {
            to++;
        }
        return to;
    }

    /** A number of digits that all fit an int; {@code null} for anything else. */
    private @Nullable Integer number(int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(i) || i - from >= 10) {
                return null;
            }
            number = number * 10 + line[i] - '0';
        }
        return to == from || number > Integer.MAX_VALUE ? null : (Integer) (int) number;
    }

    private boolean isDigit(int i) {
        return line[i] >= '0' && line[i] <= '9';
    }

    /** The number of two digits, -1 where there are other characters. */
    private int twoDigits(int i) {
        return isDigit(i) && isDigit(i + 1) ? (line[i] - '0') * 10 + line[i + 1] - '0' : -1;
    }
}
