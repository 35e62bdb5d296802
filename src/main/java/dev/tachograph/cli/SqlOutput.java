package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tachograph.linux.Terminal;
import dev.tachograph.text.Printable;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** Where an answer goes: standard output, or a file that is there only when all of it is. */
final class SqlOutput implements Closeable {
    private static final int PIECE = 1 << 15;
    private static final int LONGEST_LINE = 1 << 16;

    private final OutputStream out;
    private final Paper paper;
    private final boolean mayEnd;
    private final @Nullable Path unfinished;
    private final @Nullable Path file;
    private final StringBuilder gathered = new StringBuilder(PIECE);

    private SqlOutput(OutputStream out, Paper paper, boolean mayEnd, @Nullable Path unfinished, @Nullable Path file) {
        this.out = out;
        this.paper = paper;
        this.mayEnd = mayEnd;
        this.unfinished = unfinished;
        this.file = file;
    }

    /** What the console prints on; a reader of a pipe that goes away has seen enough. */
    static SqlOutput of(Console console) {
        return new SqlOutput(console.out(), console.paper().get(), Terminal.isPipe(1), null, null);
    }

    /** A file, in place of one that has its name. What is no plain file (a device, a pipe) is written to as it is. */
    static SqlOutput to(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return new SqlOutput(Files.newOutputStream(file), Paper.PIPE, true, null, null);
        }
        Path whole = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path folder = whole.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException(file + ": there is no such folder to write it to");
        }
        Path unfinished = Files.createTempFile(folder, "." + whole.getFileName(), ".new");
        return new SqlOutput(Files.newOutputStream(unfinished), Paper.PIPE, false, unfinished, whole);
    }

    Paper paper() {
        return paper;
    }

    /** Prints text that is fit to be seen. */
    void print(String text) {
        gathered.append(text);
        if (gathered.length() >= PIECE) {
            flush();
        }
    }

    /** Passes on what a recorder wrote, byte by byte; on a terminal nothing in it can steer that. */
    void pass(InputStream body) throws IOException {
        if (paper.terminal()) {
            passLines(body);
            return;
        }
        flush();
        var piece = new byte[PIECE];
        for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
            write(piece, count);
        }
    }

    private void passLines(InputStream body) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(body, UTF_8));
        var line = new StringBuilder();
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            if (c == '\n' || line.length() >= LONGEST_LINE) {
                printLine(line, c == '\n');
            }
            if (c != '\n') {
                line.append((char) c);
            }
        }
        printLine(line, !line.isEmpty());
    }

    private void printLine(StringBuilder line, boolean isWhole) {
        int end = line.length();
        if (isWhole && end > 0 && line.charAt(end - 1) == '\r') {
            end--; // of the two characters that end a line of CSV
        }
        print(Printable.text(line.substring(0, end)));
        print(isWhole ? "\n" : "");
        line.setLength(0);
    }

    void flush() {
        byte[] bytes = gathered.toString().getBytes(UTF_8);
        gathered.setLength(0);
        write(bytes, bytes.length);
        try {
            out.flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void write(byte[] bytes, int count) {
        try {
            out.write(bytes, 0, count);
        } catch (IOException e) {
            throw failed(e);
        }
        if (out instanceof PrintStream console && console.checkError()) {
            throw mayEnd ? new LogPaper.ReaderGone() : CommandFailure.failed("standard output: cannot be written");
        }
    }

    private RuntimeException failed(IOException e) {
        return CommandFailure.failed((file == null ? "output" : file) + ": cannot be written: " + e.getMessage());
    }

    /** Gives a file its name; to be called when all is written. */
    void finish() throws IOException {
        flush();
        if (unfinished != null && file != null) {
            out.close();
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Without {@link #finish} before it nothing is left of a file. */
    @Override
    public void close() throws IOException {
        if (unfinished != null) {
            out.close();
            Files.deleteIfExists(unfinished);
        }
    }
}
