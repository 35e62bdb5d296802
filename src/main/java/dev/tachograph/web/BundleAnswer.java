package dev.tachograph.web;

import dev.tachograph.bundle.Manifest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What {@code GET /api/storage/health} says of the bundle that a record was made of. */
final class BundleAnswer {
    private BundleAnswer() {}

    static void write(JsonFields fields, @Nullable Manifest bundle) throws IOException {
        if (bundle == null) {
            fields.value("bundle", null);
            return;
        }
        fields.object(
                "bundle",
                members -> members.value("host", bundle.hostName())
                        .value("from", bundle.from())
                        .value("to", bundle.to())
                        .value("created", bundle.created())
                        .value("redacted", bundle.isRedacted())
                        .value("version", bundle.version()));
    }
}
