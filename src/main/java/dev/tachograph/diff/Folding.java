package dev.tachograph.diff;

import dev.tachograph.diff.Cause.Resource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells as one what has one cause: the difference with the highest score speaks for all of it, and the others are its details and
 * evidence. A figure of the host whose growth one unit accounts for is a detail of that unit's.
 */
final class Folding {
    /** Who accounts for so much of what the host has more is its cause. */
    private static final double MOST_OF_IT = 0.5;
    /** How much of what is left to 100 each further kind of evidence brings, at its own full score. */
    private static final double EVIDENCE = 0.15;

    private static final int MOST_DETAILS = 12;

    private Folding() {}

    static List<Difference> fold(List<Difference> all) {
        Map<Resource, String> explained = explained(all);
        Map<String, List<Difference>> byCause = new LinkedHashMap<>();
        all.stream()
                .sorted(Difference.ORDER)
                .forEach(each -> byCause.computeIfAbsent(key(each, explained), _ -> new ArrayList<>())
                        .add(each));
        return byCause.values().stream()
                .map(Folding::one)
                .sorted(Difference.ORDER)
                .toList();
    }

    private static String key(Difference difference, Map<Resource, String> explained) {
        Cause cause = difference.cause();
        return cause.isHost() && cause.resource() != null
                ? explained.getOrDefault(cause.resource(), cause.key())
                : cause.key();
    }

    /** The cause that accounts for most of what the host has more of a resource; resources without one are left out. */
    private static Map<Resource, String> explained(List<Difference> all) {
        Map<Resource, String> explained = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            double ofHost = 0;
            double most = 0;
            String key = "";
            for (Difference difference : all) {
                Cause cause = difference.cause();
                if (cause.resource() != resource) {
                    continue;
                }
                if (cause.isHost()) {
                    ofHost = Math.max(ofHost, cause.share());
                } else if (cause.share() > most
                        || (cause.share() == most && cause.key().compareTo(key) < 0)) {
                    most = cause.share();
                    key = cause.key();
                }
            }
            if (ofHost > 0 && most >= MOST_OF_IT * ofHost) {
                explained.put(resource, key);
            }
        }
        return explained;
    }

    /** @param members the most remarkable first */
    private static Difference one(List<Difference> members) {
        Difference head = members.getFirst();
        if (members.size() == 1) {
            return head;
        }
        List<Difference> others = members.subList(1, members.size());
        double rest = 100 - head.score();
        Set<String> kinds = new HashSet<>();
        kinds.add(kind(head));
        for (Difference other : others) {
            if (kinds.add(kind(other))) {
                rest *= 1 - EVIDENCE * other.score() / 100;
            }
        }
        List<Reason> reasons = new ArrayList<>(head.reasons());
        double points = 100 - rest - head.score();
        if (points > 0) {
            reasons.add(
                    new Reason("evidence", points, kinds.size() - 1 + " more kinds of difference have the same cause"));
        }
        return head.with(reasons, others.subList(0, Math.min(others.size(), MOST_DETAILS)));
    }

    /** Ten forms of one message are no ten proofs. */
    private static String kind(Difference difference) {
        return difference.kind() + " " + difference.unit();
    }
}
