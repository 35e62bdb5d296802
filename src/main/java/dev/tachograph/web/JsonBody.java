package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Writes one JSON value, piece by piece, so that a long answer is never held in memory as a whole. */
@FunctionalInterface
public interface JsonBody {

    /** Writes the value; the caller opens and closes {@code json}. An {@link IOException} means that the reader is gone. */
    void write(JsonGenerator json) throws IOException;
}
