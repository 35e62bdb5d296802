package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;

/**
 * How JSON becomes bytes. A generator that is closed early leaves its stream open and its value unfinished, so that half an
 * answer can't pass for a whole one; and the buffers of a few generators are kept, however many threads come and go.
 */
final class JsonEncoding {
    static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .recyclerPool(JsonRecyclerPools.newBoundedPool(4))
            .build();

    private JsonEncoding() {}
}
