package dev.tachograph.worker;

import java.io.IOException;

/** What came is no frame, or not one that may come now. Nothing more can be read behind it. */
final class FrameException extends IOException {
    private static final long serialVersionUID = 1;

    FrameException(String message) {
        super(message);
    }
}
