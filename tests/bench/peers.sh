#!/bin/sh
# Installs what the peers of `make bench` need into .peers/, apart from Milepost's own packages. Without it their rows are not measured.
set -eu
cd "$(dirname "$0")/../.."
wanted="django==5.2.19 psycopg[binary]==3.3.9 pycurl==7.49.0"
if [ "$(cat .peers/.installed 2>/dev/null)" = "$wanted" ]; then exit 0; fi
# shellcheck disable=SC2086
if python3 -m venv .peers && .peers/bin/python -m pip install --quiet --disable-pip-version-check $wanted; then
    echo "$wanted" >.peers/.installed
else
    echo "   the peers could not be installed: their rows are left out"
fi
