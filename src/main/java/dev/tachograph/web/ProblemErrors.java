package dev.tachograph.web;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Words what the server itself refuses (a malformed request, headers too large) as problems, too. */
final class ProblemErrors implements Request.Handler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        SecurityHeaders.putInto(response.getHeaders());
        Reply.problem(problem(request, response.getStatus()), request, response, callback);
        return true;
    }

    private static Problem problem(Request request, int status) {
        Object cause = request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
        if (cause instanceof HttpException refused && refused.getCode() != 500) {
            String reason = refused.getReason();
            return Problem.of(refused.getCode(), reason == null ? "the request is not valid HTTP" : reason);
        }
        if (status >= 400 && status < 500) {
            return Problem.of(status, "the request is not valid HTTP");
        }
        return Fault.report(
                "the server", cause instanceof Throwable fault ? fault : new IllegalStateException("status " + status));
    }
}
