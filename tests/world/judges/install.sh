#!/bin/sh
# Installs the npm packages that judge our payloads into .judges/, again only when package.json has changed.
set -eu
cd "$(dirname "$0")/../../.."
up_to_date() { cmp -s tests/world/judges/package.json .judges/.installed; }
if up_to_date; then exit 0; fi
mkdir -p .judges
exec 9>.judges/.lock
if command -v flock >/dev/null 2>&1; then flock 9; fi
if up_to_date; then exit 0; fi # somebody else did it while we waited
cp tests/world/judges/package.json .judges/package.json
npm install --prefix .judges --no-audit --no-fund --no-package-lock --ignore-scripts --loglevel error \
    --fetch-retries 1 --fetch-retry-mintimeout 1000 >/dev/null 2>.judges/npm.log || {
    head -n 4 .judges/npm.log >&2
    exit 1
}
cp tests/world/judges/package.json .judges/.installed
