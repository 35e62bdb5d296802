package dev.tachograph.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Names of users. */
public final class UserDatabase {
    private static final int PASSWD_BYTES = 64;
    private static final int TEXT_BYTES = 16 * 1024;
    private static final Pattern USER_ID = Pattern.compile("[0-9]{1,10}");
    private static final long UID_OFFSET = 16; // pw_uid follows two pointers

    private UserDatabase() {}

    /** The users of {@code /etc/passwd} by number: quick, and never waits on a network. Source: passwd(5). */
    public static Map<Long, String> localUsers() {
        try {
            return parse(new String(Files.readAllBytes(Path.of("/etc/passwd")), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Map.of(); // without the file the number is all there is to know
        }
    }

    /** Lines of {@code name:password:number:…}; of two names for one number the first counts, as in getpwuid(3). */
    static Map<Long, String> parse(String passwd) {
        Map<Long, String> names = new HashMap<>();
        for (String line : passwd.split("\n", -1)) {
            String[] fields = line.split(":", 4);
            if (fields.length == 4
                    && !fields[0].isEmpty()
                    && USER_ID.matcher(fields[2]).matches()) {
                names.putIfAbsent(Long.valueOf(fields[2]), fields[0]);
            }
        }
        return names;
    }

    /** Asks the name services, which may wait on a network: not for threads in a hurry. Source: getpwuid_r(3). */
    @SuppressWarnings("restricted") // the name lies where the library put it
    public static Optional<String> nameOf(long userId) {
        var call = Libc.GETPWUID_R;
        if (call == null) {
            return Optional.ofNullable(localUsers().get(userId));
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment passwd = arena.allocate(PASSWD_BYTES, 8);
            MemorySegment text = arena.allocate(TEXT_BYTES);
            MemorySegment found = arena.allocate(ADDRESS);
            int result =
                    (int) call.invokeExact(Libc.errnoRoom(arena), (int) userId, passwd, text, (long) TEXT_BYTES, found);
            if (result != 0 || found.get(ADDRESS, 0).address() == 0) {
                return Optional.empty();
            }
            MemorySegment name = passwd.get(ADDRESS, 0).reinterpret(TEXT_BYTES); // pw_name is the first member
            return Optional.of(name.getString(0));
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    /** The number behind a name: of {@code /etc/passwd}, else of the name services, as slow. Source: getpwnam_r(3). */
    public static OptionalLong idOf(String name) {
        for (Map.Entry<Long, String> user : localUsers().entrySet()) {
            if (user.getValue().equals(name)) {
                return OptionalLong.of(user.getKey());
            }
        }
        return askedIdOf(name);
    }

    private static OptionalLong askedIdOf(String name) {
        var call = Libc.GETPWNAM_R;
        if (call == null) {
            return OptionalLong.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment passwd = arena.allocate(PASSWD_BYTES, 8);
            MemorySegment text = arena.allocate(TEXT_BYTES);
            MemorySegment found = arena.allocate(ADDRESS);
            int result = (int) call.invokeExact(
                    Libc.errnoRoom(arena), arena.allocateFrom(name), passwd, text, (long) TEXT_BYTES, found);
            return result != 0 || found.get(ADDRESS, 0).address() == 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(Integer.toUnsignedLong(passwd.get(JAVA_INT, UID_OFFSET)));
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }
}
