# Tachograph: make test runs every test there is, make bench the benchmarks. Both find JDK 25 by themselves.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.PHONY: test unit e2e bench format clean

JDK := . .mvn/find-jdk.sh &&

test: unit e2e

# Compiles with all checks, runs every suite of the recorder itself and of the page's logic.
unit:
	@scripts/test-tools.sh
	$(JDK) mvn -B -ntp verify

# Drives the page in a real browser against a real recorder.
e2e: unit
	./tachograph --version
	$(JDK) mvn -B -ntp -f e2e/pom.xml verify -Dchromium="$$(command -v chromium)"

bench:
	bench/run

format:
	$(JDK) mvn -B -ntp -q spotless:apply && mvn -B -ntp -q -f e2e/pom.xml spotless:apply

clean:
	rm -rf target e2e/target bench/target ui/dist
