package dev.tachograph.web;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The server can't listen where it was told to; the message names the place and what to do. */
public final class ListenException extends IOException {
    private static final long serialVersionUID = 1;

    ListenException(String message) {
        super(message);
    }

    ListenException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
