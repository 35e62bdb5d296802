package dev.tachograph.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command that prints the processes and ends; starting it is part of what it costs.
 *
 * @param cost the C program that runs a command and tells its CPU time
 */
record OneShot(String name, Path cost, List<String> command) implements Contestant {

    @Override
    public Look look() throws IOException {
        List<String> line = new ArrayList<>(List.of(cost.toString()));
        line.addAll(command);
        var builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("TERM", "dumb");
        Process process = builder.start();
        process.getOutputStream().close();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        if (!answer.matches("\\d{1,18}")) {
            throw new IOException("%s did not run: '%s'".formatted(String.join(" ", command), answer));
        }
        return new Look(null, Long.parseLong(answer));
    }

    @Override
    public void close() {
        // nothing stays open between looks
    }
}
