#!/bin/sh
# Installs the npm packages that judge our payloads into .judges/, again only when package.json has changed.
set -eu
cd "$(dirname "$0")/../.."
mkdir -p .judges
exec 9>.judges/.lock
flock 9
if cmp -s tests/judges/package.json .judges/.installed; then exit 0; fi
cp tests/judges/package.json .judges/package.json
npm install --prefix .judges --no-audit --no-fund --no-package-lock --ignore-scripts --silent
cp tests/judges/package.json .judges/.installed
