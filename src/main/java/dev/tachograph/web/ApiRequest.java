package dev.tachograph.web;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One question to the {@link Api}.
 *
 * @param method as HTTP spells it; a {@code HEAD} request arrives as {@code GET}
 * @param path the path as it was sent, without the query
 * @param body what came with it, in UTF-8; empty if nothing did
 * @param lastEvent the id of the last event that a client has of a stream of them; {@code null} when it has none
 * @param cancellation given when nobody waits for the answer any more
 */
public record ApiRequest(
        String method,
        String path,
        Parameters parameters,
        String body,
        @Nullable String lastEvent,
        CancellationSignal cancellation) {

    /** One that has no events yet. */
    public ApiRequest(String method, String path, Parameters parameters, String body, CancellationSignal cancellation) {
        this(method, path, parameters, body, null, cancellation);
    }

    /** A part of the path between slashes, as it was sent; empty where there is none. The first one has the number 0. */
    String part(int number) {
        String[] parts = path.split("/", -1);
        return number + 1 < parts.length ? parts[number + 1] : "";
    }

    /** A {@code GET} from within this process. */
    public static ApiRequest get(String path, Map<String, List<String>> parameters) {
        return new ApiRequest("GET", path, Parameters.of(parameters), "", new CancellationSignal());
    }
}
