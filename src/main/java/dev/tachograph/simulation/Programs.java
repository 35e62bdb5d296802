package dev.tachograph.simulation;

import dev.tachograph.simulation.Program.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** All programs that the made-up host can run, in the order of {@code programs.txt}. */
record Programs(List<Program> all) {
    private static final String FILE = "programs.txt";
    private static final double KERNEL_SHARE = 0.4;

    Programs {
        all = List.copyOf(all);
    }

    static Programs read() {
        try (InputStream in = Programs.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the program has no " + FILE);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Programs(text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Program::parse)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Program> of(Part part) {
        return all.stream().filter(program -> program.part() == part).toList();
    }

    /** One of the places of a host that are taken as long as it is up. */
    record Place(Program program, int number) {}

    /** So many of them: threads of the kernel, then what every host has, then services over and over again. */
    List<Place> residents(int count) {
        int kernel = (int) Math.round(count * KERNEL_SHARE);
        List<Place> places = new ArrayList<>(count);
        fill(places, kernel, of(Part.KERNEL));
        of(Part.HOST).stream().limit(count - kernel).forEach(program -> places.add(new Place(program, 0)));
        fill(places, count, of(Part.SERVICE));
        return places;
    }

    private static void fill(List<Place> places, int until, List<Program> programs) {
        for (int round = 0; places.size() < until; round++) {
            for (Program program : programs) {
                boolean again = round == 0 || program.isNumbered() || !program.isKernelThread();
                if (again && places.size() < until) {
                    places.add(new Place(program, round));
                }
            }
        }
    }
}
