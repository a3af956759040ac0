#!/bin/sh
# Install Debian's Chromium for the browser tests where it is missing and this user may.
set -eu
command -v chromium >/dev/null && exit 0
[ "$(id -u)" = 0 ] || { echo "the browser tests need chromium: apt-get install chromium" >&2; exit 1; }
echo "installing chromium for the browser tests"
apt-get -q update >/dev/null
DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends chromium fonts-dejavu-core >/dev/null
