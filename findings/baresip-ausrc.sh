#!/bin/sh
# baresip 1.0.0 and espeak-ng 1.51 of Debian 12. Needs: apt-get install baresip espeak-ng
#
# Expected: `transfer`, `hangup` and `ausrc` take the ID of the call that they act on, as events tell
# it. `ausrc` changes the sound of the call, and nothing else.
# Seen: none has a place for an ID. They act on the current call of the current account. `ausrc` also
# changes the configuration: without any call, it says that it has switched, and the next caller
# hears that file.
# Matters: with several calls in one baresip, a caller who hangs up at the wrong moment hands a
# transfer on to another caller. The next caller hears the last one's sentence. The example in
# examples/ivr-baresip/ runs one baresip for each call, and names the sound in the account.
set -eu
folder=$(mktemp -d)
trap 'kill "$baresip" 2>/dev/null || true; rm -rf "$folder"' EXIT
cat >"$folder/config" <<'CONFIG'
sip_listen 127.0.0.1:25990
net_interface 127.0.0.1
module_path /usr/lib/baresip/modules
module g711.so
module aufile.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:25999
CONFIG
echo '<sip:one@127.0.0.1>;regint=0' >"$folder/accounts"
touch "$folder/contacts"
baresip -4 -f "$folder" >/dev/null 2>&1 &
baresip=$!
cat >"$folder/show.mjs" <<'JS'
import net from "node:net";
import { setTimeout as pause } from "node:timers/promises";

await pause(1500);
const socket = net.connect(25_999, "127.0.0.1");
let said = "";
socket.on("data", (chunk) => {
	said += chunk;
});
const run = (command, params) => {
	const text = JSON.stringify({ command, params, token: command });
	socket.write(`${text.length}:${text},`);
};
run("ausrc", "aufile,/nowhere/last-caller.wav");
run("hangup", "the-id-of-no-call");
await pause(500);
const switched = /"ok":true,"data":"switch audio device: aufile[^"]*","token":"ausrc"/.test(said);
const hungUp = /"ok":true,"data":"","token":"hangup"/.test(said);
console.log(`ausrc without a call: ${switched}; hangup of an unknown ID is ok: ${hungUp}`);
process.exit(switched && hungUp ? 0 : 1);
JS
node "$folder/show.mjs"
