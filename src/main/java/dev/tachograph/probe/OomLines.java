package dev.tachograph.probe;

import dev.tachograph.model.ControlGroup;
import dev.tachograph.model.Event;
import dev.tachograph.model.LogLine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's words when it kills a process for want of memory. Source: mm/oom_kill.c of Linux 3.10 to 6.18:
 *
 * <pre>
 * oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/a,task_memcg=/a/b,task=stress,pid=1234,uid=0
 * Memory cgroup out of memory: Killed process 1234 (stress) total-vm:40960kB, anon-rss:31000kB, file-rss:4kB, shmem-rss:0kB, UID:0 pgtables:100kB oom_score_adj:0
 * Out of memory: Kill process 1234 (stress) score 900 or sacrifice child
 * Killed process 1234 (stress), UID 0, total-vm:40960kB, anon-rss:31000kB, file-rss:4kB
 * </pre>
 *
 * The first line has the control group; it comes before the one that tells of the death. A line that only announces the death,
 * as the third, is none: the next one tells who really died.
 */
final class OomLines implements LogRule {
    private static final int MOST_ANNOUNCED = 64;
    private static final long BYTES_PER_KB = 1024;

    /** The last bracket counts, as a name may have brackets. */
    private static final Pattern KILLED = Pattern.compile(
            "(?:(Out of memory|Memory cgroup out of memory)[^:]{0,40}: )?Killed process (\\d{1,10})(?:, UID \\d{1,10},)? \\((.{0,64})\\),? .*total-vm:.*");

    private static final Pattern FIGURE =
            Pattern.compile("(total-vm|anon-rss|file-rss|shmem-rss|pgtables|UID|oom_score_adj)[: ](-?\\d{1,15})");

    private static final Pattern ANNOUNCED = Pattern.compile(
            "oom-kill:constraint=(\\w{1,40}),.*?,task_memcg=(/.*),task=(.{0,64}),pid=(\\d{1,10}),uid=(\\d{1,10})");

    /** By pid: what was said of it before it died. */
    private final Map<Integer, Announced> announced = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Announced> eldest) {
            return size() > MOST_ANNOUNCED;
        }
    };

    private record Announced(String constraint, String cgroup, String uid) {}

    @Override
    public @Nullable Event of(LogLine line, LogAuthor author, String text, UUID bootId) {
        if (author != LogAuthor.KERNEL) {
            return null;
        }
        if (text.startsWith("oom-kill:")) {
            announce(text);
            return null;
        }
        Matcher killed = KILLED.matcher(text);
        return text.contains("Killed process") && killed.matches() ? event(line, killed, text, bootId) : null;
    }

    private void announce(String text) {
        Matcher found = ANNOUNCED.matcher(text);
        Integer pid = found.matches() ? number(found.group(4)) : null;
        if (pid != null) {
            announced.put(pid, new Announced(found.group(1), found.group(2), found.group(5)));
        }
    }

    private @Nullable Event event(LogLine line, Matcher killed, String text, UUID bootId) {
        Integer pid = number(killed.group(2));
        if (pid == null) {
            return null;
        }
        String name = killed.group(3);
        Map<String, String> facts = new LinkedHashMap<>();
        long resident = figures(text.substring(killed.end(3)), facts);
        Announced before = announced.remove(pid);
        ControlGroup group = before == null ? ControlGroup.UNKNOWN : CgroupPath.parse("0::" + before.cgroup + "\n");
        if (before != null) {
            facts.put("constraint", before.constraint);
            facts.put("cgroup", before.cgroup);
            facts.putIfAbsent("uid", before.uid);
        } else if ("Memory cgroup out of memory".equals(killed.group(1))) {
            facts.put("constraint", "CONSTRAINT_MEMCG");
        }
        if (group.container() != null) {
            facts.put("container", group.container());
        }
        return new Event(
                line.timestamp(),
                bootId,
                Event.Kind.OOM_KILL,
                null,
                detail(name, pid, resident, facts),
                new Event.Subject(pid, name, group.unit(), facts));
    }

    /** @return memory in RAM, in bytes; 0 when it is not told */
    private static long figures(String text, Map<String, String> facts) {
        long resident = 0;
        Matcher figure = FIGURE.matcher(text);
        while (figure.find()) {
            String what = figure.group(1);
            long number = Long.parseLong(figure.group(2));
            if (what.equals("UID") || what.equals("oom_score_adj")) {
                facts.put(what.equals("UID") ? "uid" : what, Long.toString(number));
            } else if (number >= 0) {
                facts.put(what.replace('-', '_') + "_bytes", Long.toString(number * BYTES_PER_KB));
                resident += what.endsWith("-rss") ? number * BYTES_PER_KB : 0;
            }
        }
        facts.put("rss_bytes", Long.toString(resident));
        return resident;
    }

    private static String detail(String name, int pid, long resident, Map<String, String> facts) {
        boolean ofGroup = "CONSTRAINT_MEMCG".equals(facts.get("constraint"));
        String group = facts.get("cgroup");
        return "the kernel killed %s (pid %d), which had %.1f MB: %s"
                .formatted(
                        name,
                        pid,
                        resident / 1e6,
                        ofGroup
                                ? "the memory limit of " + (group == null ? "its control group" : group)
                                        + " was reached"
                                : "the host was out of memory");
    }

    private static @Nullable Integer number(String digits) {
        try {
            return Integer.valueOf(digits);
        } catch (NumberFormatException _) {
            return null;
        }
    }
}
