#!/bin/sh
# postgres (postgres.js) 3.4.9, Node 20.
#
# Expected: `sslrootcert` in the URL names the file of trusted authorities, as in libpq, or is
# refused.
# Seen: the file is never read. The parameter, and any other that the driver does not know, goes to
# the server in the startup message as a setting; a real server then refuses the connection with
# 42704, "unrecognized configuration parameter". `sslmode` alone is understood.
# Matters: a URL that works with psql fails with a message about the server's settings. This product
# takes the parameter out of the URL and reads the file itself.
#
# A listener that speaks no more than the first message stands in for the server.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund postgres@3.4.9
cat >show.mjs <<'JS'
import { createServer } from "node:net";
import postgres from "postgres";

const server = createServer((socket) => {
	socket.once("data", (message) => {
		// Length, protocol version, then names and values, each ended by a zero byte.
		const words = message.subarray(8).toString().split("\0");
		const at = words.indexOf("sslrootcert");
		const seen = at < 0 ? "not sent" : `sent to the server as a setting: sslrootcert=${words[at + 1]}`;
		console.log(seen);
		process.exit(seen === "sent to the server as a setting: sslrootcert=/no/such/file.pem" ? 0 : 1);
	});
});
server.listen(0, "127.0.0.1", () => {
	const url = `postgres://user@127.0.0.1:${server.address().port}/db?sslrootcert=/no/such/file.pem`;
	postgres(url, { max: 1, fetch_types: false })`select 1`.catch(() => {});
});
JS
node show.mjs
