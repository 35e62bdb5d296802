package dev.tachograph.web;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;

/** Values in the distinguished encoding rules of ASN.1: ITU-T X.690. Only those that a certificate is made of. */
final class Der {
    private static final Pattern DOT = Pattern.compile("\\.");
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter GENERALIZED_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    /** From here on a year has four digits (RFC 5280, 4.1.2.5). */
    private static final Instant YEAR_2050 = Instant.parse("2050-01-01T00:00:00Z");

    private Der() {}

    /** Any value: tag, length, content. */
    static byte[] value(int tag, byte[]... contents) {
        byte[] content = joined(List.of(contents));
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            byte[] length = BigInteger.valueOf(content.length).toByteArray();
            int skipped = length[0] == 0 ? 1 : 0;
            out.write(0x80 | (length.length - skipped));
            out.write(length, skipped, length.length - skipped);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    static byte[] sequence(byte[]... contents) {
        return value(0x30, contents);
    }

    static byte[] set(byte[]... contents) {
        return value(0x31, contents);
    }

    /** A value that stands for one of several by its number, such as {@code [3] EXPLICIT}. */
    static byte[] explicit(int number, byte[]... contents) {
        return value(0xa0 | number, contents);
    }

    static byte[] integer(BigInteger number) {
        return value(0x02, number.toByteArray());
    }

    static byte[] bool(boolean is) {
        return value(0x01, new byte[] {(byte) (is ? 0xff : 0)});
    }

    static byte[] octets(byte[] content) {
        return value(0x04, content);
    }

    /** Bits, of which the last ones may be unused. */
    static byte[] bits(int unused, byte[] content) {
        return value(0x03, new byte[] {(byte) unused}, content);
    }

    static byte[] utf8(String text) {
        return value(0x0c, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] time(Instant instant) {
        boolean isShort = instant.isBefore(YEAR_2050);
        String text = (isShort ? UTC_TIME : GENERALIZED_TIME).format(instant);
        return value(isShort ? 0x17 : 0x18, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** An object identifier, such as {@code 2.5.4.3}. */
    static byte[] identifier(String dotted) {
        List<Integer> arcs = DOT.splitAsStream(dotted).map(Integer::valueOf).toList();
        var out = new ByteArrayOutputStream();
        out.write(arcs.get(0) * 40 + arcs.get(1));
        arcs.subList(2, arcs.size()).forEach(arc -> {
            int shift = 28;
            while (shift > 0 && (arc >>> shift) == 0) {
                shift -= 7;
            }
            for (; shift > 0; shift -= 7) {
                out.write(0x80 | ((arc >>> shift) & 0x7f));
            }
            out.write(arc & 0x7f);
        });
        return value(0x06, out.toByteArray());
    }

    private static byte[] joined(List<byte[]> contents) {
        var out = new ByteArrayOutputStream();
        contents.forEach(out::writeBytes);
        return out.toByteArray();
    }
}
