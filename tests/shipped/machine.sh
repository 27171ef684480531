#!/bin/sh
# Makes sure that the machine has what `make shipped` tries: nginx and Caddy, which Debian, as root, installs. What is not to be had is said
# and left out.
set -eu
missing=""
for name in nginx caddy; do
    command -v "$name" >/dev/null 2>&1 || missing="$missing $name"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "   installing:$missing"
    export DEBIAN_FRONTEND=noninteractive
    # Installed, not started: the trial runs them itself, on ports of its own.
    apt-get update -qq >/dev/null
    # shellcheck disable=SC2086
    RUNLEVEL=1 apt-get install -y -qq --no-install-recommends $missing >/dev/null || echo "   could not be installed:$missing"
else
    echo "   missing:$missing. Install them to try them."
fi
