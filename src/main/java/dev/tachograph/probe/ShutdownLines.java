package dev.tachograph.probe;

import dev.tachograph.model.Event;
import dev.tachograph.model.LogLine;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The end of a boot that was asked for, as the login manager and the service manager tell of it; whoever does so first. */
final class ShutdownLines implements LogRule {
    static final UUID SHUTDOWN = UUID.fromString("98268866-d1d5-4a49-9c4e-98921d93bc40");

    private static final Pattern LOGIN_MANAGER = Pattern.compile(
            "(?:System is (?:powering down|rebooting|halting)|The system will (?:power off|reboot|halt) now)[.!]?.{0,200}");
    private static final Pattern SERVICE_MANAGER = Pattern.compile(
            "Shutting down\\.|Reached target (?:[\\w.-]{1,60} - )?(?:System )?(?:Power[- ]?Off|Reboot|Halt)\\.?");

    @Override
    public @Nullable Event of(LogLine line, LogAuthor author, String text, UUID bootId) {
        boolean isOne = switch (author) {
            case LOGIN_MANAGER ->
                line.messageId() == null
                        ? LOGIN_MANAGER.matcher(text).matches()
                        : line.messageId().equals(SHUTDOWN);
            case SERVICE_MANAGER -> SERVICE_MANAGER.matcher(text).matches();
            default -> false;
        };
        return isOne ? new Event(line.timestamp(), bootId, Event.Kind.SHUTDOWN, null, text) : null;
    }
}
