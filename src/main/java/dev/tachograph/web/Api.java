package dev.tachograph.web;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The table of routes. It needs no server: commands that read the files of a stopped recorder ask it directly.
 *
 * <p>{@link #answer} never throws. A fault inside a route becomes a 500 that tells nothing but a number, under which the
 * log has the rest.
 */
public final class Api {
    private final Map<String, Map<Route.Method, Route>> table = new TreeMap<>();
    private final List<Route> routes;

    /**
     * A table of these routes.
     *
     * @throws IllegalArgumentException if two routes have the same method and path
     */
    public Api(List<Route> routes) {
        this.routes = List.copyOf(routes);
        for (Route route : routes) {
            Map<Route.Method, Route> methods =
                    table.computeIfAbsent(route.path(), _ -> new EnumMap<>(Route.Method.class));
            if (methods.putIfAbsent(route.method(), route) != null) {
                throw new IllegalArgumentException("two routes for %s %s".formatted(route.method(), route.path()));
            }
        }
    }

    public List<Route> routes() {
        return routes;
    }

    /** Finds the route and lets it answer. Writing the answer is up to the caller and may fail on its own. */
    public Answer answer(ApiRequest request) {
        try {
            Route route = route(request);
            request.parameters().allowOnly(route.parameters());
            return route.handling().answer(request);
        } catch (ProblemException e) {
            return new Answer.Failure(e.problem());
        } catch (RuntimeException e) {
            return new Answer.Failure(problem(request, e));
        }
    }

    /** An exception after the signal is how work ends that was told to. */
    private static Problem problem(ApiRequest request, RuntimeException cause) {
        return request.cancellation()
                .reason()
                .map(Problem::cancelled)
                .orElseGet(() -> Fault.report(request.method() + " " + request.path(), cause));
    }

    /** The value of an {@code Allow} header, such as {@code GET, HEAD}; empty if there is nothing at the path. */
    String allow(String path) {
        return methods(path).keySet().stream().map(Route.Method::allow).collect(Collectors.joining(", "));
    }

    /** Who may ask for it; nothing where there is nothing. */
    Optional<Route.Reach> reach(String method, String path) {
        return methods(path).values().stream()
                .filter(route -> route.method().name().equals(method))
                .map(Route::reach)
                .findFirst();
    }

    private Route route(ApiRequest request) {
        Map<Route.Method, Route> methods = methods(request.path());
        if (methods.isEmpty()) {
            throw new ProblemException(Problem.of(404, "there is nothing here; GET /openapi.json lists what there is"));
        }
        for (Route route : methods.values()) {
            if (route.method().name().equals(request.method())) {
                return route;
            }
        }
        throw new ProblemException(Problem.of(405, "%s allows %s".formatted(request.path(), allow(request.path()))));
    }

    private Map<Route.Method, Route> methods(String path) {
        Map<Route.Method, Route> methods = table.get(path);
        return methods != null && !path.contains("{") ? methods : patterns(path);
    }

    private Map<Route.Method, Route> patterns(String path) {
        return table.values().stream()
                .filter(methods -> methods.values().stream().anyMatch(route -> route.isPattern() && route.isAt(path)))
                .findFirst()
                .orElse(Map.of());
    }
}
