#!/bin/sh
# Kamailio 5.6.3 of Debian 12. It has to be installed: apt-get install kamailio. Needs Node.
#
# Expected: a call that goes on in async_task_route waits for nobody, and a CANCEL meanwhile ends it.
# Seen: the route runs under the lock of its transaction. The CANCEL waits, with the worker that reads
# it, until the route is over. With t_suspend, and the work in async_task_data, it is answered at once.
# Matters: a route that asks over HTTP holds back each CANCEL for as long as the answer takes, and on
# TCP all other calls of the same trunk. examples/kamailio suspends the call instead.
set -eu
program=$(command -v kamailio || echo /usr/sbin/kamailio)
[ -x "$program" ] || { echo "Not run: kamailio is not installed."; exit 0; }
folder=$(mktemp -d)
trap 'kill "$(cat "$folder/pid")" 2>/dev/null || true; sleep 1; rm -rf "$folder"' EXIT
cat >"$folder/show.cfg" <<'CFG'
debug=0
children=2
async_workers=2
disable_tcp=yes
listen=udp:127.0.0.1:25064
loadmodule "tm.so"
loadmodule "tmx.so"
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "cfgutils.so"
loadmodule "async.so"
request_route {
	if ($rm == "CANCEL") {
		if (t_check_trans()) t_relay();
		exit;
	}
	if ($rm != "INVITE") exit;
	t_newtran();
	if ($rU == "locked") async_task_route("WORK");
	else {
		t_suspend();
		async_task_data("WORK_OUTSIDE", "$T(id_index) $T(id_label)");
	}
	exit;
}
route[WORK] {
	usleep("1500000");
	t_reply("480", "Done");
}
route[WORK_OUTSIDE] {
	usleep("1500000");
}
CFG
"$program" -f "$folder/show.cfg" -DD -E -w "$folder" -Y "$folder" -P "$folder/pid" >"$folder/log" 2>&1 &
sleep 3
cat >"$folder/show.mjs" <<'JS'
import dgram from "node:dgram";

/** The milliseconds from the CANCEL to the final answer. */
async function wait(user) {
	const socket = dgram.createSocket("udp4");
	await new Promise((resolve) => socket.bind(0, "127.0.0.1", resolve));
	const here = `127.0.0.1:${socket.address().port}`;
	const send = (method) =>
		socket.send(
			[
				`${method} sip:${user}@127.0.0.1 SIP/2.0`,
				`Via: SIP/2.0/UDP ${here};branch=z9hG4bK-${user}`,
				"Max-Forwards: 9",
				"From: <sip:a@127.0.0.1>;tag=1",
				"To: <sip:b@127.0.0.1>",
				`Call-ID: ${user}`,
				`CSeq: 1 ${method}`,
				...["Content-Length: 0", "", ""],
			].join("\r\n"),
			25_064,
			"127.0.0.1",
		);
	send("INVITE");
	await new Promise((resolve) => setTimeout(resolve, 300));
	const begun = Date.now();
	send("CANCEL");
	await new Promise((resolve) =>
		socket.on("message", (bytes) => /^SIP\/2.0 4/.test(String(bytes)) && resolve()),
	);
	socket.close();
	return Date.now() - begun;
}
const [locked, suspended] = [await wait("locked"), await wait("suspended")];
console.log(`async_task_route: ${locked} ms; t_suspend and async_task_data: ${suspended} ms`);
process.exit(locked > 800 && suspended < 600 ? 0 : 1);
JS
node "$folder/show.mjs"
