package dev.tachograph.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.util.Objects.requireNonNull;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The functions of libsystemd that read the journal. A handle is {@code null} where the library or the symbol is missing;
 * {@link #problem} says which. Addresses are numbers where a call is made for
 * each field: that is quicker than segments. Results that are negative are negated {@link Errno error numbers}. Source: sd-journal(3).
 */
final class Libsystemd {
    private static final String LIBRARY = "libsystemd.so.0";
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Map<String, Boolean> FOUND = new LinkedHashMap<>();
    private static final @Nullable SymbolLookup SYMBOLS = load();

    /** {@code int sd_journal_open(sd_journal **, int flags)}. */
    static final @Nullable MethodHandle OPEN =
            function("sd_journal_open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

    /** {@code int sd_journal_open_namespace(sd_journal **, const char *name, int flags)}; systemd has it since 245. */
    static final @Nullable MethodHandle OPEN_NAMESPACE =
            optional("sd_journal_open_namespace", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));

    /** {@code int sd_journal_open_directory(sd_journal **, const char *path, int flags)}. */
    static final @Nullable MethodHandle OPEN_DIRECTORY =
            function("sd_journal_open_directory", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));

    /** {@code void sd_journal_close(sd_journal *)}. */
    static final @Nullable MethodHandle CLOSE = function("sd_journal_close", FunctionDescriptor.ofVoid(JAVA_LONG));

    /** {@code int sd_journal_set_data_threshold(sd_journal *, size_t)}. */
    static final @Nullable MethodHandle SET_DATA_THRESHOLD =
            function("sd_journal_set_data_threshold", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));

    /** {@code int sd_journal_next(sd_journal *)}. */
    static final @Nullable MethodHandle NEXT = step("sd_journal_next");

    /** {@code int sd_journal_previous(sd_journal *)}. */
    static final @Nullable MethodHandle PREVIOUS = step("sd_journal_previous");

    /** {@code int sd_journal_seek_head(sd_journal *)}. */
    static final @Nullable MethodHandle SEEK_HEAD = step("sd_journal_seek_head");

    /** {@code int sd_journal_seek_tail(sd_journal *)}. */
    static final @Nullable MethodHandle SEEK_TAIL = step("sd_journal_seek_tail");

    /** {@code int sd_journal_seek_cursor(sd_journal *, const char *cursor)}. */
    static final @Nullable MethodHandle SEEK_CURSOR =
            function("sd_journal_seek_cursor", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS));

    /** {@code int sd_journal_get_cursor(sd_journal *, char **cursor)}; who calls it frees the text. */
    static final @Nullable MethodHandle GET_CURSOR =
            function("sd_journal_get_cursor", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));

    /** {@code int sd_journal_enumerate_data(sd_journal *, const void **data, size_t *length)}. */
    static final @Nullable MethodHandle ENUMERATE_DATA = enumeration();

    /** {@code int sd_journal_wait(sd_journal *, uint64_t timeout_usec)}. */
    static final @Nullable MethodHandle WAIT =
            function("sd_journal_wait", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));

    /** {@code void free(void *)} of the C library. */
    static final @Nullable MethodHandle FREE = ofTheCLibrary("free", FunctionDescriptor.ofVoid(JAVA_LONG));

    /** {@code size_t strlen(const char *)} of the C library. */
    static final @Nullable MethodHandle STRLEN = ofTheCLibrary("strlen", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));

    private Libsystemd() {}

    /** What is missing for the journal to be read with this library, in a sentence; nothing when nothing is. */
    static Optional<String> problem() {
        if (SYMBOLS == null) {
            return Optional.of("the library " + LIBRARY + " is not installed or cannot be loaded");
        }
        return FOUND.entrySet().stream()
                .filter(symbol -> !symbol.getValue())
                .findFirst()
                .map(symbol -> LIBRARY + " is too old: it has no " + symbol.getKey());
    }

    static MethodHandle handle(@Nullable MethodHandle handle) {
        return requireNonNull(handle, "not supported here; see problem()");
    }

    @SuppressWarnings("restricted") // loads a library that this host trusts with its own logs
    private static @Nullable SymbolLookup load() {
        try {
            return SymbolLookup.libraryLookup(LIBRARY, Arena.global());
        } catch (IllegalArgumentException e) {
            return null; // as a way out, journalctl is asked
        }
    }

    private static @Nullable MethodHandle step(String name) {
        return function(name, FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    }

    /** The newer call leaves out a field that this library cannot unpack; the older one stops there. */
    private static @Nullable MethodHandle enumeration() {
        FunctionDescriptor type = FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        MethodHandle newer = optional("sd_journal_enumerate_available_data", type);
        return newer == null ? function("sd_journal_enumerate_data", type) : newer;
    }

    private static @Nullable MethodHandle function(String name, FunctionDescriptor type) {
        MethodHandle handle = optional(name, type);
        FOUND.put(name, handle != null);
        return handle;
    }

    private static @Nullable MethodHandle optional(String name, FunctionDescriptor type) {
        return SYMBOLS == null ? null : link(SYMBOLS.find(name), type);
    }

    private static @Nullable MethodHandle ofTheCLibrary(String name, FunctionDescriptor type) {
        MethodHandle handle = link(LINKER.defaultLookup().find(name), type);
        FOUND.put(name, handle != null);
        return handle;
    }

    @SuppressWarnings("restricted") // the package in which the project leaves Java
    private static @Nullable MethodHandle link(Optional<MemorySegment> symbol, FunctionDescriptor type) {
        return symbol.isEmpty() ? null : LINKER.downcallHandle(symbol.get(), type);
    }
}
