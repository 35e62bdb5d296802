package dev.tachograph.query;

import java.io.Serial;

/** Why a question can't be saved or deleted. The message is for whoever wants it. */
public final class QuestionException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final Kind kind;

    /** What kind of reason. */
    public enum Kind {
        /** Something about it is not as it has to be. */
        WRONG,
        /** A question that comes with this program has the name. */
        SHIPPED,
        /** There is no such question. */
        MISSING,
        /** There are too many already. */
        FULL
    }

    QuestionException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
