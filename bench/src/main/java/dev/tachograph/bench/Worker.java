package dev.tachograph.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** A program that stays and looks at every process once per line that it is sent. */
final class Worker implements Contestant {
    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;

    private Worker(String name, Process process) {
        this.name = name;
        this.process = process;
        this.answers = process.inputReader();
        this.questions = process.outputWriter();
    }

    static Worker start(String name, List<String> command) throws IOException {
        return new Worker(
                name,
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    @Override
    public String name() {
        return name;
    }

    int pid() {
        return (int) process.pid();
    }

    @Override
    public Look look() throws IOException {
        return look(1);
    }

    /** Looks as often as that without a pause; the CPU time is that of one look. */
    Look look(int times) throws IOException {
        questions.write(times + "\n");
        questions.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException(name + " ended instead of looking");
        }
        int space = answer.indexOf(' ');
        return new Look(Integer.valueOf(answer.substring(0, space)), Long.parseLong(answer.substring(space + 1)));
    }

    /** The end of its input is its end. */
    @Override
    public void close() {
        try {
            questions.close();
        } catch (IOException _) {
            process.destroy(); // it ended before, or never will by itself
        }
    }
}
