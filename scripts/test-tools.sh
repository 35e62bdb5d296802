#!/usr/bin/env bash
# What the tests need from the distribution's packages: installed when root, otherwise named.
set -euo pipefail

declare -A package_of=(
    [mvn]=maven
    [node]=nodejs
    [npm]=npm
    [chromium]=chromium
    [ps]=procps
    [top]=procps
    [kill]=procps
    [setpriv]=util-linux
    [unshare]=util-linux
    [mount]=mount
    [perl]=perl-base
    [nsenter]=util-linux
    [journalctl]=systemd
    [rsyslogd]=rsyslog
)

PATH=$PATH:/usr/sbin # where users other than root do not look
missing=()
for command in "${!package_of[@]}"; do
    type -P "$command" >/dev/null || # a command of the shell's own is none for the tests
        missing+=("${package_of[$command]}")
done
[ -x /lib/systemd/systemd-journal-remote ] || missing+=(systemd-journal-remote) # no command on the path
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" != 0 ]; then
    printf 'The tests need packages that are not installed: %s\nAs root: apt-get install %s\n' \
        "${missing[*]}" "${missing[*]}" >&2
    exit 1
fi
printf 'installing for the tests: %s\n' "${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then # rsyslog brings a service, which is not to be started: the tests start their own
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
fi
apt-get -o Acquire::Retries=3 update -qq >/dev/null
apt-get -o Acquire::Retries=3 install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
