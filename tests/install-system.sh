#!/bin/sh
# Install what the slow tests of the daemon and of shipping use where it is missing and this user may; without it they are skipped.
set -eu
missing=""
command -v systemd-analyze >/dev/null || missing="$missing systemd"
command -v faketime >/dev/null || missing="$missing faketime"
command -v debootstrap >/dev/null || missing="$missing debootstrap"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "some tests are skipped without:$missing (apt-get install$missing)" >&2
  exit 0
fi
echo "installing for the slow tests:$missing"
apt-get -q update >/dev/null
# shellcheck disable=SC2086 - a list of words
DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends $missing >/dev/null || echo "not installed:$missing" >&2
