package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.linux.Clocks;
import dev.tachograph.model.ControlGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CgroupPathTest {
    private static final String ID = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private final Clocks clocks = new Clocks();

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
                    /init.scope,                                                              init.scope,         -
                    /system.slice/ssh.service,                                                ssh.service,        -
                    /system.slice/system-getty.slice/getty@tty1.service,                      getty@tty1.service, -
                    /user.slice/user-1000.slice/session-2.scope,                              session-2.scope,    -
                    /user.slice/user-1000.slice/user@1000.service/app.slice/foo.service,      user@1000.service,  -
                    /system.slice/dev-hugepages.mount,                                        dev-hugepages.mount, -
                    /system.slice/systemd-fsck@dev-disk-by\\x2duuid.service,                  systemd-fsck@dev-disk-by\\x2duuid.service, -
                    /system.slice/docker-ID.scope,                                            docker-ID.scope,    ID
                    /docker/ID,                                                               -,                  ID
                    /kubepods/burstable/pod1234/ID,                                           -,                  ID
                    /kubepods.slice/kubepods-pod12.slice/cri-containerd-ID.scope,             cri-containerd-ID.scope, ID
                    /machine.slice/libpod-ID.scope/container,                                 libpod-ID.scope,    ID
                    /system.slice/containerd.service/kubepods-besteffort.slice:cri-containerd:ID, containerd.service, ID
                    /lxc.payload.web/system.slice/cron.service,                               cron.service,       web
                    /lxc/web/init.scope,                                                      init.scope,         web
                    /machine.slice/machine-debian.scope,                                      machine-debian.scope, debian
                    /machine.slice/systemd-nspawn@debian.service/payload,                     systemd-nspawn@debian.service, debian
                    /machine.slice/machine-work.slice/a.service,                              a.service,          -
                    /,                                                                        -,                  -
                    /../../system.slice/a.service,                                            a.service,          -
                    """)
    void aPathNamesTheUnitAndTheContainer(String path, @Nullable String unit, @Nullable String container) {
        ControlGroup found = CgroupPath.parse("0::" + path.replace("ID", ID) + "\n");
        assertThat(found.path()).isEqualTo(path.replace("ID", ID));
        assertThat(found.unit()).isEqualTo(unit == null ? null : unit.replace("ID", ID));
        assertThat(found.container()).isEqualTo(container == null ? null : container.replace("ID", ID));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
                    /init.scope,                                                              -,                -,           -
                    /system.slice,                                                            system.slice,     -,           -
                    /system.slice/system-getty.slice/getty@tty1.service,                      system-getty.slice, -,         -
                    /user.slice/user-1000.slice/session-2.scope,                              user-1000.slice,  -,           2
                    /user.slice/user-1000.slice/session-c12.scope,                            user-1000.slice,  -,           c12
                    /user.slice/user-1000.slice/user@1000.service/app.slice/foo.service,      user-1000.slice,  foo.service, -
                    /user.slice/user-1000.slice/user@1000.service/init.scope,                 user-1000.slice,  init.scope,  -
                    /user.slice/user-1000.slice/user@1000.service/app.slice/app-a.slice/app-a-b.scope, user-1000.slice, app-a-b.scope, -
                    /system.slice/a.service/b.service,                                        system.slice,     -,           -
                    /kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod12.slice/cri-containerd-ID.scope, kubepods-burstable-pod12.slice, -, -
                    /../../system.slice/a.service,                                            system.slice,     -,           -
                    /.slice/session-.scope,                                                   -,                -,           -
                    /,                                                                        -,                -,           -
                    """)
    void aPathNamesTheSliceTheUserUnitAndTheSession(
            String path, @Nullable String slice, @Nullable String userUnit, @Nullable String session) {
        ControlGroup found = CgroupPath.of(path.replace("ID", ID));
        assertThat(found.slice()).isEqualTo(slice);
        assertThat(found.userUnit()).isEqualTo(userUnit);
        assertThat(found.session()).isEqualTo(session);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
                    /system.slice/docker-ID.scope,                                            ID, docker,         -
                    /docker/ID,                                                               ID, docker,         -
                    /docker/ID/docker/other,                                                  ID, docker,         -
                    /machine.slice/libpod-ID.scope/container,                                 ID, podman,         -
                    /libpod_parent/libpod-ID,                                                 ID, podman,         -
                    /machine.slice/libpod-conmon-ID.scope,                                    -,  -,              -
                    /kubepods.slice/kubepods-pod1.slice/crio-conmon-ID.scope,                 -,  -,              -
                    /kubepods.slice/kubepods-pod1.slice/crio-ID.scope,                        ID, cri-o,          -
                    /kubepods.slice/kubepods-pod1.slice/cri-containerd-ID.scope,              ID, containerd,     -
                    /system.slice/containerd.service/kubepods-besteffort.slice:cri-containerd:ID, ID, containerd, -
                    /system.slice/nerdctl-ID.scope,                                           ID, containerd,     -
                    /kubepods/burstable/pod1234/ID,                                           ID, kubernetes,     -
                    /somewhere/ID,                                                            ID, -,              -
                    /lxc.payload.web/system.slice/cron.service,                               web, lxc,           web
                    /lxc.monitor.web,                                                         -,  -,              -
                    /machine.slice/machine-debian.scope,                                      debian, systemd-nspawn, debian
                    /machine.slice/systemd-nspawn@my\\x2dbox.service/payload,                 my\\x2dbox, systemd-nspawn, my-box
                    /machine.slice/machine-qemu\\x2d1\\x2dvm.scope,                           qemu\\x2d1\\x2dvm, qemu, qemu-1-vm
                    /system.slice/ssh.service,                                                -,  -,              -
                    """)
    void aPathNamesTheRuntimeOfTheContainer(
            String path, @Nullable String id, @Nullable String runtime, @Nullable String name) {
        ControlGroup found = CgroupPath.of(path.replace("ID", ID));
        assertThat(found.container()).isEqualTo(id == null ? null : id.replace("ID", ID));
        assertThat(found.runtime()).isEqualTo(runtime);
        assertThat(found.containerName()).isEqualTo(name);
    }

    @Test
    void theTreeThatSaysMoreThanTheRootCounts() {
        assertThat(CgroupPath.parse("1:name=systemd:/system.slice/cron.service\n0::/\n")
                        .unit())
                .isEqualTo("cron.service");
        assertThat(CgroupPath.parse("4:memory:/batch/7\n1:cpu:/\n0::/\n").path())
                .isEqualTo("/batch/7");
        assertThat(CgroupPath.parse("5:cpu,cpuacct:/a\n1:name=systemd:/init.scope\n0::/system.slice/x.service\n")
                        .path())
                .isEqualTo("/system.slice/x.service");
    }

    @Test
    void aRemovedGroupKeepsItsName() {
        ControlGroup removed = CgroupPath.parse("0::/system.slice/gone.service (deleted)\n");
        assertThat(removed.path()).isEqualTo("/system.slice/gone.service");
        assertThat(removed.unit()).isEqualTo("gone.service");
    }

    @Test
    void nothingIsKnownOfAnEmptyFile() {
        assertThat(CgroupPath.parse("")).isEqualTo(ControlGroup.UNKNOWN);
        assertThat(CgroupPath.parse("garbage\n::\n")).isNotNull();
    }

    @Test
    void anyTextIsAGroup() {
        AnyBytes.giveAValue(
                List.of("0::/system.slice/docker-%s.scope\n".formatted(ID), "1:name=systemd:/lxc/a\n0::/\n"),
                50_000,
                bytes -> assertThat(CgroupPath.parse(new String(bytes, UTF_8))).isNotNull());
    }

    @Test
    void aLongPathTakesNoTime() {
        for (String part : List.of("a", "/", "/machine-", "lxc/", "0123456789abcdef", "x.service.", "-:/")) {
            String path = part.repeat(4096 / part.length());
            long begin = clocks.threadCpuNanos();
            for (int round = 0; round < 20; round++) {
                assertThat(CgroupPath.parse("0::/" + path + "\n").path()).isNotNull();
            }
            assertThat(clocks.threadCpuNanos() - begin).as(part).isLessThan(2_000_000_000L);
        }
    }
}
