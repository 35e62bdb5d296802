package dev.tachograph.pipe;

/** Keeps a question from being deeper or longer than the database could take. */
final class Depth {
    private static final int MOST_LEVELS = 50;
    private static final int MOST_PARTS = 500;

    private int levels;
    private int parts;

    void enter(Place place) {
        levels++;
        if (levels > MOST_LEVELS) {
            throw new PipeException(
                    place, "too deep", "at most %d parts may lie within each other".formatted(MOST_LEVELS));
        }
    }

    void leave() {
        levels--;
    }

    /** How many parts there have been so far. */
    int parts() {
        return parts;
    }

    void count(Place place) {
        count(1, place);
    }

    /** Counts parts that stand in the question once and are asked twice. */
    void count(int more, Place place) {
        parts += more;
        if (parts > MOST_PARTS) {
            throw new PipeException(place, "too many parts", "at most %d are allowed".formatted(MOST_PARTS));
        }
    }
}
