#!/bin/sh
# Looks the systemd units over with systemd's own judges, and prints how exposed each is: 0 is least, 10 is most. A machine need not run
# systemd for that. The programs and the user that the units name are not here: a copy that names others is judged.
set -eu
here=$(cd "$(dirname "$0")/../../docs/running/systemd" && pwd)
command -v systemd-analyze >/dev/null 2>&1 || { echo "   systemd-analyze is not installed: the units are not judged"; exit 0; }
copies=$(mktemp -d)
trap 'rm -rf "$copies"' EXIT
for unit in "$here"/*.service "$here"/*.timer; do
    sed -e 's#^ExecStart=/opt/milepost/bin/[a-z-]*#ExecStart=/bin/true#' -e 's/^\(User\|Group\)=milepost$/\1=daemon/' "$unit" >"$copies/$(basename "$unit")"
done
for unit in "$copies"/*; do
    case $unit in *@.service) unit=$(echo "$unit" | sed 's/@/@8080/') ;; esac
    told=$(SYSTEMD_UNIT_PATH="$copies:/lib/systemd/system" systemd-analyze verify --man=no "$unit" 2>&1 || true)
    if [ -n "$told" ]; then echo "$told"; exit 1; fi
done
most=20 # tenths
for unit in "$copies"/*.service; do
    score=$(systemd-analyze security --offline=true --no-pager "$unit" 2>/dev/null | sed -n 's/.*exposure level for .*: \([0-9.]*\).*/\1/p')
    echo "   $(basename "$unit"): $score"
    [ "$(echo "$score" | tr -d .)" -le "$most" ] || { echo "   that is more than $most tenths"; exit 1; }
done
