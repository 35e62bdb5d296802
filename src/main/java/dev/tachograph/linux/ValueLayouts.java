package dev.tachograph.linux;

import java.lang.foreign.ValueLayout;

/** Numbers as messages of the kernel hold them: in the machine's own order, and anywhere. */
final class ValueLayouts {
    static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private ValueLayouts() {}
}
