#!/bin/sh
# postgres (postgres.js) 3.4.9, Node 20.
#
# Expected: the URL postgres://user@[::1]:5432/db names the host ::1 and the port 5432, as in libpq
# and in the URL standard.
# Seen: the host is cut at its first colon: "[" for [::1], and "[2001" for [2001:db8::5]. Every
# connection then looks up a host of that name. No error says that the URL was not understood.
# Matters: an installation whose database has an IPv6 address cannot be named by a URL. This product
# reads the address itself.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund postgres@3.4.9
cat >show.mjs <<'JS'
import postgres from "postgres";

const seen = ["postgres://user@[::1]:5432/db", "postgres://user@[2001:db8::5]/db"].map((url) => {
	const { host } = postgres(url).options;
	return `${url} -> ${JSON.stringify(host)}`;
});
console.log(seen.join("\n"));
process.exit(seen[0].endsWith('-> ["["]') && seen[1].endsWith('-> ["[2001"]') ? 0 : 1);
JS
node show.mjs
