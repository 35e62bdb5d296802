package dev.tachograph.app;

import dev.tachograph.cli.Simulation;
import dev.tachograph.model.Event;
import dev.tachograph.model.Observation;
import dev.tachograph.simulation.HistoryPlan;
import dev.tachograph.simulation.SyntheticHistory;
import dev.tachograph.simulation.SyntheticLog;
import dev.tachograph.store.DataDirectory;
import dev.tachograph.store.HistoryWriter;
import dev.tachograph.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** {@code tachograph simulate}: a made-up host's history, written as a recorder's own. */
final class SimulatedHistory {
    private SimulatedHistory() {}

    static Simulation.Outcome write(
            Path directory, HistoryPlan plan, Simulation.Content content, Simulation.Course course) throws IOException {
        var history = new SyntheticHistory(plan);
        try (var held = DataDirectory.hold(directory)) {
            HistoryWriter.Written written = write(held, history, plan, content, course);
            Size size = Size.of(held.path());
            return new Simulation.Outcome(
                    history.lastWords().at(),
                    written.ticks(),
                    written.processes(),
                    written.samples(),
                    written.rows(),
                    written.lines(),
                    size.files,
                    size.bytes);
        } catch (StoreException e) {
            throw new IOException(directory + ": " + e.getMessage(), e);
        }
    }

    private static HistoryWriter.Written write(
            DataDirectory held,
            SyntheticHistory history,
            HistoryPlan plan,
            Simulation.Content content,
            Simulation.Course course)
            throws StoreException {
        var log = new SyntheticLog(plan);
        var wanted = new HistoryWriter.Content(
                content.processes(), content.metrics(), content.logs() ? log::until : _ -> List.of());
        try (var writer = HistoryWriter.begin(held, plan.interval(), wanted)) {
            var observations = new UntilTold(history, course);
            while (writer.writeHour(observations)) {
                // the course has been told with every look
            }
            List<Event> lastWords = List.of(history.lastWords());
            return writer.end(lastWords);
        }
    }

    /** A history that ends when somebody wants it to. */
    private static final class UntilTold implements Iterator<Observation> {
        private final SyntheticHistory history;
        private final Simulation.Course course;
        private long looks;

        UntilTold(SyntheticHistory history, Simulation.Course course) {
            this.history = history;
            this.course = course;
        }

        @Override
        public boolean hasNext() {
            return history.hasNext() && !course.isToEnd();
        }

        @Override
        public Observation next() {
            course.reached(looks++);
            return history.next();
        }
    }

    /** What a folder takes on the disk. */
    private record Size(long files, long bytes) {
        static Size of(Path folder) throws IOException {
            long files = 0;
            long bytes = 0;
            try (Stream<Path> tree = Files.walk(folder)) {
                for (Path file : tree.filter(Files::isRegularFile).toList()) {
                    files++;
                    bytes += Files.size(file);
                }
            }
            return new Size(files, bytes);
        }
    }
}
