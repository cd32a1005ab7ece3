#!/bin/sh
# Kamailio 5.6.3 of Debian 12. It has to be installed: apt-get install kamailio
#
# Expected: the transformation {s.escape.param} percent-encodes any text for a form or a query.
# Seen: of a text with a byte outside ASCII nothing is left. The result is empty, the script goes on,
# and only the log has a line: "invalid escaped character".
# Matters: the number of a caller named "Müller" never arrives. A call without a number is admitted
# to some requests that refuse another number. examples/kamailio sends hexadecimal instead.
set -eu
program=$(command -v kamailio || echo /usr/sbin/kamailio)
[ -x "$program" ] || { echo "Not run: kamailio is not installed."; exit 0; }
folder=$(mktemp -d)
trap 'kill "$(cat "$folder/pid")" 2>/dev/null || true; sleep 1; rm -rf "$folder"' EXIT
cat >"$folder/show.cfg" <<'CFG'
debug=0
log_stderror=yes
children=1
listen=udp:127.0.0.1:25063
loadmodule "pv.so"
loadmodule "xlog.so"
loadmodule "rtimer.so"
modparam("rtimer", "timer", "name=once;interval=1;mode=1;")
modparam("rtimer", "exec", "timer=once;route=SHOW")
request_route { drop; }
route[SHOW] {
	$var(plain) = "\"Mueller\" <sip:+1415@c>";
	$var(other) = "\"Müller\" <sip:+1415@c>";
	xlog("L_ERR", "plain [$(var(plain){s.escape.param})]\n");
	xlog("L_ERR", "other [$(var(other){s.escape.param})]\n");
}
CFG
"$program" -f "$folder/show.cfg" -DD -E -w "$folder" -P "$folder/pid" >"$folder/log" 2>&1 &
sleep 3
grep -m 1 -o 'plain \[.*\]' "$folder/log"
grep -m 1 -o 'other \[.*\]' "$folder/log"
grep -q 'plain \[%22Mueller' "$folder/log" && grep -q 'other \[\]' "$folder/log"
