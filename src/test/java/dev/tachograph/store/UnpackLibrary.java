package dev.tachograph.store;

import java.nio.file.Files;
import java.nio.file.Path;

/** A process that unpacks the library, and says how large it is then. */
final class UnpackLibrary {
    private UnpackLibrary() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        NativeLibrary.unpack(Path.of(arguments[0]), folder);
        Child.say("" + Files.size(folder.resolve(NativeLibrary.FILE_NAME)));
    }
}
