package dev.tachograph.pipe;

/** The search language with pipes, docs/pipes.md. */
public final class Pipes {
    private Pipes() {}

    /**
     * The SQL of a question.
     *
     * @throws PipeException when it is none, at the word that is wrong
     */
    public static Compiled compile(String question, Moment moment) {
        return new Compiler(question, moment).compile(QuestionParser.parse(question));
    }
}
