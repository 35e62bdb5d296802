package dev.tachograph.web;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The files for TLS can't be used; the message names the file and what is allowed. */
public final class TlsException extends IOException {
    private static final long serialVersionUID = 1;

    TlsException(String message) {
        super(message);
    }

    TlsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
