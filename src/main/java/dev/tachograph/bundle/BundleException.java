package dev.tachograph.bundle;

import java.io.IOException;

/** A bundle that is refused, or can't be made; the message says what is wrong with it, for whoever wanted it. */
public final class BundleException extends IOException {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    /** What kind of reason. */
    public enum Kind {
        /** Nothing of the window was recorded. */
        NOTHING,
        /** It would be larger than a bundle may be, or than there is room. */
        TOO_LARGE,
        /** The file is no bundle, damaged, or made to do harm. */
        UNFIT,
        /** Nobody waits for it any more. */
        CANCELLED,
        /** Everything else. */
        FAILED
    }

    BundleException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    BundleException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What kind of reason. */
    public Kind kind() {
        return kind;
    }

    static BundleException unfit(String message) {
        return new BundleException(Kind.UNFIT, message);
    }
}
