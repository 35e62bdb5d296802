package dev.tachograph.worker;

import java.nio.file.Path;
import java.util.List;

/**
 * One statement as it comes to the process that runs it.
 *
 * @param script statements that make the views of the snapshot in an empty database, in this order
 * @param scriptVersion differs where the script does: what was made by the same version may be kept
 * @param folder of the snapshot
 * @param sql as it was typed
 * @param origin who wrote it
 * @param format of the rows
 * @param mostRows the answer is cut behind so many rows
 */
public record WorkerRequest(
        List<String> script,
        String scriptVersion,
        Path folder,
        String sql,
        SqlQuestion.Origin origin,
        SqlQuestion.Format format,
        long mostRows) {
    public WorkerRequest {
        script = List.copyOf(script);
    }
}
