package dev.tachograph.web;

import java.util.Set;

/**
 * One row of the {@link Api}'s table.
 *
 * @param path the whole path, such as {@code /api/gaps}; a part of it in braces stands for any text without a slash
 * @param parameters the names of all query parameters it knows
 * @param reach who may ask, and for how long
 */
public record Route(Method method, String path, Set<String> parameters, Reach reach, Handling handling) {

    /** What can be done at a path. */
    public enum Method {
        /** Reads; {@code HEAD} comes with it. */
        GET("GET, HEAD"),
        /** Reads what is asked for in a body. */
        POST("POST");

        private final String allow;

        Method(String allow) {
            this.allow = allow;
        }

        String allow() {
            return allow;
        }
    }

    /** Who may ask for something, and how long the answer may take. */
    public enum Reach {
        /** Everyone who may ask anything; as long as the limit for requests says. */
        EVERYONE,
        /** Everyone who may ask anything; until the client goes. */
        FOLLOWERS,
        /** Only over the socket in the data directory, as it does more than to read; and as long as it takes. */
        SOCKET
    }

    /** Finds the answer. Runs on a thread of its own and may wait. */
    @FunctionalInterface
    public interface Handling {

        /**
         * Finds the answer.
         *
         * @throws ProblemException with the answer, if there is something wrong with the request
         */
        Answer answer(ApiRequest request);
    }

    public Route {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path '%s' does not begin with /".formatted(path));
        }
        parameters = Set.copyOf(parameters);
    }

    /** One for everyone. */
    public Route(Method method, String path, Set<String> parameters, Handling handling) {
        this(method, path, parameters, Reach.EVERYONE, handling);
    }

    /** Whether parts of its path stand for any text. */
    boolean isPattern() {
        return path.contains("/{");
    }

    /** Whether a path is one of those that it means. */
    boolean isAt(String other) {
        String[] parts = path.split("/", -1);
        String[] others = other.split("/", -1);
        boolean isSame = parts.length == others.length;
        for (int i = 0; isSame && i < parts.length; i++) {
            isSame = parts[i].startsWith("{") ? !others[i].isEmpty() : parts[i].equals(others[i]);
        }
        return isSame;
    }

    /** A {@code GET} route for everyone. */
    public static Route get(String path, Set<String> parameters, Handling handling) {
        return new Route(Method.GET, path, parameters, handling);
    }

    /** The same for those who stay. */
    Route forFollowers() {
        return new Route(method, path, parameters, Reach.FOLLOWERS, handling);
    }

    /** The same for those who may open the socket only. */
    Route overSocket() {
        return new Route(method, path, parameters, Reach.SOCKET, handling);
    }
}
