package dev.tachograph.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Serves the page and its files; whatever is none of them goes on to the next handler. */
final class PageHandler extends Handler.Abstract {
    private static final ByteBuffer NOT_BUILT =
            ByteBuffer.wrap("""
                    The page was not built into this recorder (-DskipUi leaves it out). The API works without it; see /openapi.json.
                    """.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();

    private final Pages pages;

    PageHandler(Pages pages) {
        this.pages = pages;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = ApiHandler.path(request);
        Optional<Asset> asset = pages.find(path);
        if (asset.isEmpty() && !pages.isPage(path)) {
            return false;
        }
        if (!List.of("GET", "HEAD").contains(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, Route.Method.GET.allow());
            Reply.problem(Problem.of(405, path + " allows GET, HEAD"), request, response, callback);
        } else if (asset.isPresent()) {
            serve(asset.get(), request, response, callback);
        } else {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            response.write(true, NOT_BUILT.duplicate(), callback);
        }
        return true;
    }

    private static void serve(Asset asset, Request request, Response response, Callback callback) {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CACHE_CONTROL, asset.cacheControl());
        headers.put(HttpHeader.ETAG, asset.etag());
        headers.put(HttpHeader.VARY, "Accept-Encoding");
        if (isKnown(asset, request)) {
            response.setStatus(304);
            callback.succeeded();
            return;
        }
        boolean gzip = asset.isPacked() && Reply.acceptsGzip(request);
        if (gzip) {
            headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
        }
        ByteBuffer bytes = asset.bytes(gzip);
        headers.put(HttpHeader.CONTENT_TYPE, asset.type());
        headers.put(HttpHeader.CONTENT_LENGTH, bytes.remaining());
        response.write(true, bytes, callback);
    }

    /** Whether the client has it already; no entity tag of ours has a comma in it. */
    private static boolean isKnown(Asset asset, Request request) {
        return request.getHeaders().getValuesList(HttpHeader.IF_NONE_MATCH).stream()
                .flatMap(Pattern.compile(" *, *")::splitAsStream)
                .anyMatch(asset.etag()::equals);
    }
}
