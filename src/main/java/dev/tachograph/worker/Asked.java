package dev.tachograph.worker;

import java.time.Duration;
import java.util.List;

/**
 * A request with what concerns the process that runs it.
 *
 * @param number by which it can be cancelled
 * @param timeLimit behind which nobody waits for it any more
 */
record Asked(long number, Duration timeLimit, WorkerRequest request) {

    /** What the worker has been told last, which need not be told again. */
    record Script(String version, List<String> statements) {
        static final Script NONE = new Script("", List.of());

        Script {
            statements = List.copyOf(statements);
        }
    }

    /** @param known what the worker has */
    FrameWriter.Body toBody(Script known) {
        boolean isKnown = known.version().equals(request.scriptVersion());
        return new FrameWriter.Body()
                .number(number)
                .number(timeLimit.toMillis())
                .text(request.scriptVersion())
                .flag(isKnown)
                .texts(isKnown ? List.of() : request.script())
                .text(request.folder().toString())
                .text(request.sql())
                .one(request.origin())
                .one(request.format())
                .number(request.mostRows());
    }

    /** @param known what was told last */
    static Asked parse(FrameBody body, Script known) throws FrameException {
        long number = body.number();
        Duration timeLimit = Duration.ofMillis(body.count(Integer.MAX_VALUE));
        String version = body.text();
        boolean isKnown = body.flag();
        if (isKnown && !known.version().equals(version)) {
            throw new FrameException("the script %s was never told".formatted(version));
        }
        List<String> told = body.texts();
        var request = new WorkerRequest(
                isKnown ? known.statements() : told,
                version,
                body.path(),
                body.text(),
                body.one(SqlQuestion.Origin.values()),
                body.one(SqlQuestion.Format.values()),
                body.number());
        body.end();
        return new Asked(number, timeLimit, request);
    }

    Script script() {
        return new Script(request.scriptVersion(), request.script());
    }
}
