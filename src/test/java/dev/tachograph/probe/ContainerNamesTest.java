package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.ControlGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of the runtimes, as they lie on the disk. */
class ContainerNamesTest {
    private static final String ID = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static final String DOCKER = "/system.slice/docker-" + ID + ".scope";

    @TempDir
    private Path root;

    private long now;
    private ContainerNames names;

    @BeforeEach
    void open() {
        names = ContainerNames.of(root, () -> now);
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private @Nullable String name(String path) {
        return names.named(CgroupPath.of(path)).containerName();
    }

    private void docker(String json) throws IOException {
        write("var/lib/docker/containers/" + ID + "/config.v2.json", json);
    }

    @Test
    void dockerCallsItByAName() throws IOException {
        docker(
                "{\"State\":{\"Running\":true,\"Name\":\"no\"},\"Config\":{\"Env\":[\"A=b\"]},\"Name\":\"/web-1\",\"Driver\":\"x\"}");
        assertThat(name(DOCKER)).isEqualTo("web-1");
        assertThat(name("/docker/" + ID)).isEqualTo("web-1");
    }

    @Test
    void podmanListsThem() throws IOException {
        write(
                "var/lib/containers/storage/overlay-containers/containers.json",
                "[{\"id\":\"%s\",\"names\":[\"no\"]},{\"names\":[\"db\",\"other\"],\"big-data\":{\"a\":[1]},\"id\":\"%s\"}]"
                        .formatted(ID.replace('0', '1'), ID));
        assertThat(name("/machine.slice/libpod-" + ID + ".scope/container")).isEqualTo("db");
    }

    @Test
    void kubernetesNamesThePodAndTheContainer() throws IOException {
        write("run/containerd/io.containerd.runtime.v2.task/k8s.io/" + ID + "/config.json", """
                {"ociVersion":"1.1","process":{"args":["a"]},"annotations":{"io.kubernetes.cri.container-name":"nginx",
                "io.kubernetes.cri.container-type":"container","io.kubernetes.cri.sandbox-name":"web-7d"},"linux":{}}
                """);
        assertThat(name("/kubepods.slice/kubepods-pod1.slice/cri-containerd-" + ID + ".scope"))
                .isEqualTo("web-7d/nginx");
        assertThat(name("/kubepods/burstable/pod1/" + ID)).isEqualTo("web-7d/nginx");
    }

    @Test
    void crioNamesThePodAndTheContainer() throws IOException {
        write(
                "run/containers/storage/overlay-containers/" + ID + "/userdata/config.json",
                "{\"annotations\":{\"io.kubernetes.container.name\":\"POD\",\"io.kubernetes.pod.name\":\"api-0\"}}");
        assertThat(name("/kubepods.slice/crio-" + ID + ".scope")).isEqualTo("api-0/sandbox");
    }

    @Test
    void aMachineIsItsOwnName() {
        assertThat(name("/machine.slice/machine-my\\x2dvm.scope")).isEqualTo("my-vm");
        assertThat(name("/lxc.payload.web/init.scope")).isEqualTo("web");
    }

    @Test
    void noAnswerIsRememberedForAWhile() throws IOException {
        assertThat(name(DOCKER)).isNull();
        docker("{\"Name\":\"/late\"}");
        assertThat(name(DOCKER)).isNull();
        now += 60_000_000_000L;
        assertThat(name(DOCKER)).isEqualTo("late");
        docker("{\"Name\":\"/renamed\"}");
        assertThat(name(DOCKER)).isEqualTo("late");
        now += 700_000_000_000L;
        assertThat(name(DOCKER)).isEqualTo("renamed");
        Files.delete(root.resolve("var/lib/docker/containers/" + ID + "/config.v2.json"));
        now += 700_000_000_000L;
        assertThat(name(DOCKER)).as("the file goes before the processes").isEqualTo("renamed");
    }

    @Test
    void manyNewContainersAreAskedForByAndBy() throws IOException {
        docker("{\"Name\":\"/web\"}");
        for (int other = 0; other < 200; other++) {
            assertThat(name("/docker/%064x".formatted(other))).isNull();
        }
        assertThat(name(DOCKER)).isNull();
        now += 1_000_000_000;
        assertThat(name(DOCKER)).isEqualTo("web");
    }

    @Test
    void whatIsNoNameIsNone() throws IOException {
        for (String json : List.of(
                "",
                "null",
                "[]",
                "{",
                "{\"Name\":",
                "{\"Name\":7}",
                "{\"Name\":{\"a\":\"/x\"}}",
                "{\"Name\":\"\"}",
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000),
                "{\"Name\":\"" + "x".repeat(2_000_000) + "\"}")) {
            docker(json);
            now += 60_000_000_000L;
            assertThat(name(DOCKER)).isNull();
        }
        docker("{\"Name\":\"/early\",\"broken\":[");
        now += 60_000_000_000L;
        assertThat(name(DOCKER)).isEqualTo("early");
    }

    @Test
    void aNameMayHoldAnythingAndIsCut() throws IOException {
        docker("{\"Name\":\"/\\u001b[31m\\\"<script>\\ud83d\"}");
        assertThat(name(DOCKER)).isEqualTo("\u001b[31m\"<script>\ud83d");
        docker("{\"Name\":\"/%s\"}".formatted("\\ud83d\\ude00".repeat(1000)));
        now += 700_000_000_000L;
        assertThat(name(DOCKER)).hasSize(256);
    }

    @Test
    void whatIsNoPlainFileIsNotOpened() throws IOException {
        Path folder = root.resolve("var/lib/docker/containers/" + ID);
        Files.createDirectories(folder);
        Files.writeString(root.resolve("elsewhere"), "{\"Name\":\"/x\"}");
        Files.createSymbolicLink(folder.resolve("config.v2.json"), root.resolve("elsewhere"));
        assertThat(name(DOCKER)).isNull();
    }

    @Test
    void anyBytesAreReadWithoutHarm() {
        AnyBytes.giveAValue(
                List.of(
                        "{\"Name\":\"/web\",\"a\":{\"b\":[1,null,true]}}",
                        "{\"annotations\":{\"a\":\"b\"}}",
                        "[{\"id\":\"a\",\"names\":[\"b\"]}]"),
                20_000,
                bytes -> {
                    assertThat(JsonTexts.members(bytes)).isNotNull();
                    assertThat(JsonTexts.annotations(bytes)).isNotNull();
                    String name = JsonTexts.firstOf(bytes, "a", "names");
                    assertThat(name == null ? 0 : name.length()).isLessThanOrEqualTo(bytes.length);
                });
    }

    @Test
    void aGroupWithoutAContainerIsLeftAsItIs() {
        ControlGroup plain = CgroupPath.of("/system.slice/ssh.service");
        assertThat(names.named(plain)).isSameAs(plain);
    }
}
