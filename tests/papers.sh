#!/bin/sh
# Makes sure that the machine can lay out papers as pages: LibreOffice's Writer and Calc, and poppler, which Debian, as root, installs.
set -eu

has() { find /usr/lib/libreoffice/program /opt -name "$1" 2>/dev/null | grep -q .; }

missing=""
gui="-nogui"
if dpkg -s libreoffice-core >/dev/null 2>&1; then gui=""; fi # the two kinds of LibreOffice cannot stand side by side
has libswlo.so || missing="$missing libreoffice-writer$gui"
has libsclo.so || missing="$missing libreoffice-calc$gui"
command -v pdftoppm >/dev/null 2>&1 || missing="$missing poppler-utils"
fc-list 2>/dev/null | grep -qi liberation || missing="$missing fontconfig fonts-liberation fonts-dejavu-core"
if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "   installing:$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >/dev/null
    # shellcheck disable=SC2086
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
elif [ -n "$missing" ]; then
    echo "   missing:$missing. Install them to draw papers as pictures."
    exit 1
fi
