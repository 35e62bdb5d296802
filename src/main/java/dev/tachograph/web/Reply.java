package dev.tachograph.web;

import java.io.IOException;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Writes answers to a client; waits until it has taken them. */
final class Reply {
    private Reply() {}

    /** Answers with a problem, and is done with the request. */
    static void problem(Problem problem, Request request, Response response, Callback callback) {
        complete(callback, write(new Answer.Failure(problem), new CancellationSignal(), request, response));
    }

    static void complete(Callback callback, @Nullable Throwable failure) {
        if (failure == null) {
            callback.succeeded();
        } else {
            callback.failed(failure);
        }
    }

    /**
     * Writes all of an answer. If writing fails while nothing is sent yet, the client gets a problem instead.
     *
     * @return why the answer is incomplete, so that the connection has to end; null if all went well
     */
    static @Nullable Throwable write(
            Answer answer, CancellationSignal cancellation, Request request, Response response) {
        boolean isLive = answer instanceof Answer.Events;
        boolean isFile = answer instanceof Answer.Download;
        var out = isLive ? ReplyStream.live(response) : new ReplyStream(response, !isFile && acceptsGzip(request));
        try {
            describe(answer, response);
            if (!(isLive || isFile) || !HttpMethod.HEAD.is(request.getMethod())) {
                answer.writeTo(out);
            }
            out.finish();
            return null;
        } catch (IOException | RuntimeException e) {
            out.abandon();
            if (out.isClientGone()) {
                cancellation.cancel(CancellationSignal.Reason.CLIENT_GONE);
                return e;
            }
            Problem problem = problem(e, cancellation, request);
            return response.isCommitted() ? e : instead(problem, request, response);
        }
    }

    private static @Nullable Throwable instead(Problem problem, Request request, Response response) {
        return write(new Answer.Failure(problem), new CancellationSignal(), request, response);
    }

    private static void describe(Answer answer, Response response) {
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        if (answer instanceof Answer.Failure(Problem problem)) {
            problem.retryAfterSeconds()
                    .ifPresent(seconds -> response.getHeaders().put(HttpHeader.RETRY_AFTER, seconds));
        }
        if (answer instanceof Answer.Download file) {
            response.getHeaders()
                    .put(HttpHeader.CONTENT_DISPOSITION, "attachment; filename=\"%s\"".formatted(file.fileName()));
        } else {
            response.getHeaders().remove(HttpHeader.CONTENT_DISPOSITION); // of a file that became a problem
        }
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put(HttpHeader.VARY, "Accept-Encoding");
    }

    private static Problem problem(Exception cause, CancellationSignal cancellation, Request request) {
        Optional<CancellationSignal.Reason> reason = cancellation.reason();
        if (reason.isPresent()) {
            return Problem.cancelled(reason.get());
        }
        return cause instanceof ProblemException known
                ? known.problem()
                : Fault.report(request.getMethod() + " " + request.getHttpURI().getPath(), cause);
    }

    static boolean acceptsGzip(Request request) {
        return request.getHeaders().getQualityCSV(HttpHeader.ACCEPT_ENCODING).contains("gzip");
    }
}
