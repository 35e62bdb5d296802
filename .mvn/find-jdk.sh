# Sets JAVA_HOME to a JDK 25: the one it names already, one in the system's folder for JVMs, or the one on the PATH.

is_jdk_25() {
    [ -x "$1/bin/javac" ] && grep -q '^JAVA_VERSION="25[."]' "$1/release" 2>/dev/null
}

find_jdk() {
    local found
    for found in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
        if [ -n "$found" ] && is_jdk_25 "$found"; then
            printf '%s\n' "$found"
            return
        fi
    done
    found=$(command -v javac || true)
    if [ -n "$found" ]; then
        found=$(dirname "$(dirname "$(readlink -f "$found")")")
        if is_jdk_25 "$found"; then
            printf '%s\n' "$found"
            return
        fi
    fi
    printf '%s\n' "Tachograph needs a JDK 25: none is at JAVA_HOME (${JAVA_HOME:-not set}), in /usr/lib/jvm, or on the PATH." >&2
    return 1
}

JAVA_HOME=$(find_jdk) || exit 1
export JAVA_HOME
