package dev.tachograph.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import org.jspecify.annotations.Nullable;

/** Puts requests to the {@link Api} and its answers back on the wire. Runs on a virtual thread per request. */
final class ApiHandler extends Handler.Abstract {
    /** What a browser sends when it takes up a stream of events again. */
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private static final String NOT_DECODABLE = "is not in UTF-8 with %XX escapes";

    private final Api api;
    private final RunningRequests requests;
    private final int mostBodyBytes;

    ApiHandler(Api api, RunningRequests requests, int mostBodyBytes) {
        this.api = api;
        this.requests = requests;
        this.mostBodyBytes = mostBodyBytes;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        request.addIdleTimeoutListener(_ -> false); // a long query is not a still connection; it has a limit of its own
        Optional<Route.Reach> reach = api.reach(method(request), path(request));
        boolean isForSocket = reach.equals(Optional.of(Route.Reach.SOCKET));
        if (isForSocket && !Peer.of(request).isOverSocket()) {
            Reply.problem(socketOnly(request), request, response, callback);
            return true;
        }
        boolean isLimited = !isForSocket && !reach.equals(Optional.of(Route.Reach.FOLLOWERS));
        Throwable failure;
        try (RunningRequests.Running running = requests.begin(request, isLimited)) {
            failure = work(request, response, running.signal());
        }
        Reply.complete(callback, failure);
        return true;
    }

    private @Nullable Throwable work(Request request, Response response, CancellationSignal signal) {
        Answer answer;
        ClientWatch watch = null;
        try {
            ApiRequest question = question(request, signal);
            watch = ClientWatch.start(request.getConnectionMetaData().getConnection(), signal);
            request.addFailureListener(_ -> signal.cancel(CancellationSignal.Reason.CLIENT_GONE));
            answer = api.answer(question);
        } catch (ProblemException e) {
            answer = new Answer.Failure(e.problem());
        } catch (IOException e) {
            return e; // the client did not send what it announced
        }
        if (answer.status() == 405) {
            response.getHeaders().put(HttpHeader.ALLOW, api.allow(path(request)));
        }
        try {
            return Reply.write(answer, signal, request, response);
        } finally {
            if (watch != null) {
                watch.stop();
            }
        }
    }

    private ApiRequest question(Request request, CancellationSignal signal) throws IOException {
        return new ApiRequest(
                method(request),
                path(request),
                parameters(request),
                body(request),
                request.getHeaders().get(LAST_EVENT_ID),
                signal);
    }

    private static String method(Request request) {
        return request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
    }

    private static Problem socketOnly(Request request) {
        return Problem.of(
                403,
                "%s is answered only over the socket %s in the data directory, to the recorder's own user and root; the commands of tachograph ask there"
                        .formatted(path(request), WebServer.SOCKET_NAME));
    }

    /** As it was sent: a path in another spelling is another path, and nothing is there. */
    static String path(Request request) {
        String path = request.getHttpURI().getPath();
        return path == null ? "" : path;
    }

    private static Parameters parameters(Request request) {
        Map<String, List<String>> values = new TreeMap<>();
        try {
            for (Fields.Field field : Request.extractQueryParameters(request)) {
                values.computeIfAbsent(field.getName(), _ -> new ArrayList<>()).addAll(field.getValues());
            }
        } catch (HttpException.RuntimeException | IllegalStateException | IllegalArgumentException _) {
            throw new ProblemException(
                    undecodable(String.valueOf(request.getHttpURI().getQuery())));
        }
        return Parameters.of(values);
    }

    /** Names the first parameter whose value is to blame. */
    private static Problem undecodable(String query) {
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && isDecodable(pair.substring(0, equals)) && !isDecodable(pair)) {
                String name = UrlEncoded.decodeString(pair.substring(0, equals));
                return Problem.parameter(Parameters.shown(name), NOT_DECODABLE);
            }
        }
        return Problem.of(400, "the query " + NOT_DECODABLE);
    }

    private static boolean isDecodable(String encoded) {
        try {
            UrlEncoded.decodeUtf8To(encoded, 0, encoded.length(), (_, _) -> {});
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private String body(Request request) throws IOException {
        if (!request.getMethod().equals(Route.Method.POST.name())) {
            return "";
        }
        try (InputStream in = Request.asInputStream(request)) {
            byte[] bytes = in.readNBytes(mostBodyBytes + 1);
            if (bytes.length > mostBodyBytes) {
                throw new ProblemException(Problem.of(
                        413, "the body has more than the %d bytes that are allowed".formatted(mostBodyBytes)));
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new ProblemException(Problem.of(400, "the body is not in UTF-8"));
        }
    }
}
