package dev.tachograph;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.List;
import java.util.TreeSet;

/** Each package uses only packages to its left on the data's way from the kernel to the user; ARCHITECTURE.md says why. */
@AnalyzeClasses(packages = "dev.tachograph", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "dev.tachograph.";
    private static final List<String> WAY = List.of(
            "text",
            "model",
            "time",
            "simulation",
            "linux",
            "probe",
            "record",
            "settings",
            "store",
            "query",
            "worker",
            "pipe",
            "diff",
            "bundle",
            "web",
            "cli",
            "app");

    @ArchTest
    static void packagesUseOnlyWhatStandsToTheirLeft(JavaClasses all) {
        var wrong = new TreeSet<String>();
        for (JavaClass user : all) {
            for (var dependency : user.getDirectDependenciesFromSelf()) {
                String to = area(dependency.getTargetClass().getBaseComponentType());
                if (!to.isEmpty() && WAY.indexOf(to) > WAY.indexOf(area(user))) {
                    wrong.add("%s must not use %s: %s".formatted(area(user), to, dependency.getDescription()));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ArchTest
    static void thePackagesAreThoseOnTheWay(JavaClasses all) {
        assertThat(all.stream().map(ArchitectureTest::area).filter(area -> !area.isEmpty()))
                .isSubsetOf(WAY);
    }

    @ArchTest
    static void theKernelsPackageKnowsNothingOfUs(JavaClasses all) {
        var wrong = new TreeSet<String>();
        for (JavaClass user : all) {
            for (var dependency : user.getDirectDependenciesFromSelf()) {
                String to = area(dependency.getTargetClass().getBaseComponentType());
                if (area(user).equals("linux") && !to.isEmpty() && !to.equals("linux")) {
                    wrong.add(dependency.getDescription());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** The worker has a database of its own, in a process of its own. */
    @ArchTest
    static void onlyTheStoreAndTheWorkerKnowTheDatabase(JavaClasses all) {
        var wrong = new TreeSet<String>();
        for (JavaClass user : all) {
            for (var dependency : user.getDirectDependenciesFromSelf()) {
                String to = dependency.getTargetClass().getPackageName();
                if (!List.of("store", "worker").contains(area(user))
                        && (to.startsWith("org.duckdb") || to.equals("java.sql"))) {
                    wrong.add(dependency.getDescription());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** The first package name below the root; empty for classes that are not ours, and for the root itself. */
    private static String area(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(ROOT) ? name.substring(ROOT.length()).split("\\.", -1)[0] : "";
    }
}
