#!/bin/sh
# Makes sure that the machine has what some tests need: PostgreSQL's server, Chromium, node and promtool, which Debian, as root,
# installs; the npm packages that judge our payloads; and a C compiler, for the clock that `make soak` and `make load` set.
set -eu

# What cannot be had is a failure in CI and a warning elsewhere: the tests that need it then say so or are left out.
lacking() {
    echo "   $1"
    if [ "${CI:-}" = true ]; then exit 1; fi
}

missing=""
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || missing="$missing chromium"
command -v node >/dev/null 2>&1 || missing="$missing nodejs"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
command -v promtool >/dev/null 2>&1 || missing="$missing prometheus"  # which tries docs/running/alerts.yml
command -v cc >/dev/null 2>&1 || missing="$missing gcc libc6-dev"  # for tests/crash/clock.c
if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "   installing:$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >/dev/null
    # shellcheck disable=SC2086
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
elif [ -n "$missing" ]; then
    lacking "missing:$missing. Install them to run every test."
fi

if command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1; then
    sh "$(dirname "$0")/world/judges/install.sh" || lacking "npm could not install the judges of our payloads: some tests judge less, or fail."
fi
