package dev.tachograph.worker;

import dev.tachograph.store.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was recorded, as far as it was there when a worker was started: the kernel lets it into folders that exist, and into
 * no others later.
 */
record Places(List<Path> readable) {
    static final Places NONE = new Places(List.of());

    Places {
        readable = List.copyOf(readable);
    }

    static Places of(Snapshot snapshot) {
        Path folder = snapshot.folder().toAbsolutePath();
        Path parent = folder.getParent();
        return new Places(Stream.of(
                        snapshot.dataDirectory().toAbsolutePath().resolve("segments"), parent == null ? folder : parent)
                .filter(Files::isDirectory)
                .toList());
    }
}
