package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tachograph.store.StoppedSafekeeping;
import dev.tachograph.web.Answer;
import dev.tachograph.web.Api;
import dev.tachograph.web.ApiRequest;
import dev.tachograph.web.CancellationSignal;
import dev.tachograph.web.Parameters;
import dev.tachograph.web.SafekeepingApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The safekeeping of a directory in which no recorder runs, by the routes of one that does. Nothing is opened before it is asked. */
record StoppedSafekeepingApi(Api api, CancellationSignal ending) implements RecorderApi {

    static RecorderApi of(Path directory, Console console) {
        return new StoppedSafekeepingApi(
                SafekeepingApi.of(StoppedSafekeeping.of(directory, console.clock())), new CancellationSignal());
    }

    @Override
    public Reply get(String path, Map<String, String> parameters) throws IOException {
        Map<String, List<String>> values = new TreeMap<>();
        parameters.forEach((name, value) -> values.put(name, List.of(value)));
        return reply(new ApiRequest("GET", path, Parameters.of(values), "", ending));
    }

    @Override
    public Reply post(String path, String body) throws IOException {
        return reply(new ApiRequest("POST", path, Parameters.of(Map.of()), body, ending));
    }

    private Reply reply(ApiRequest request) throws IOException {
        Answer answer = api.answer(request);
        var body = new ByteArrayOutputStream();
        answer.writeTo(body);
        return new Reply(answer.status(), body.toString(UTF_8));
    }

    @Override
    public void stop() {
        ending.cancel(CancellationSignal.Reason.STOPPING);
    }
}
