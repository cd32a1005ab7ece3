#!/bin/sh
# @stoplight/prism-cli 5.14.2, Node 20.
#
# Expected: as a validating proxy, Prism says in the header `sl-violations` what is wrong with a call
# or an answer. It is JSON, an array of objects with `location`, `code` and `message`.
# Seen: above 8,092 characters, the header begins with the words "Too many violations!", and the
# array behind them is cut off in the middle. It is no JSON any more, and the later ones are lost.
# Matters: a check that reads the header fails, or counts nothing, at exactly the worst calls. A list
# of 100 wrong entries is enough. This product's checks of clients stop at such a header.
set -eu
folder=$(mktemp -d)
trap 'kill $pids 2>/dev/null || true; rm -rf "$folder"' EXIT
pids=
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @stoplight/prism-cli@5.14.2
cat >api.yaml <<'YAML'
openapi: 3.1.0
info: { title: Names, version: 1.0.0 }
paths:
  /names:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: array, items: { type: string } }
      responses: { "204": { description: Taken } }
YAML
cat >upstream.mjs <<'JS'
import { createServer } from "node:http";
createServer((request, response) => request.resume().on("end", () => response.writeHead(204).end()))
	.listen(Number(process.argv[2]), "127.0.0.1");
JS
cat >ask.mjs <<'JS'
const ask = async (entries) => {
	const response = await fetch(`http://127.0.0.1:${process.argv[2]}/names`, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify(Array(entries).fill(1)),
	});
	return response.headers.get("sl-violations") ?? "";
};
const isJson = (text) => {
	try {
		return Array.isArray(JSON.parse(text));
	} catch {
		return false;
	}
};
const [few, many] = [await ask(3), await ask(100)];
console.log(`3 wrong entries: ${few.slice(0, 60)}…`);
console.log(`100 wrong entries: ${many.slice(0, 60)}… (${many.length} characters)`);
process.exitCode = isJson(few) && many.startsWith("Too many violations! [") && !isJson(many) ? 0 : 1;
JS
upstream=$((20000 + $$ % 10000))
proxy=$((upstream + 10000))
node upstream.mjs "$upstream" &
pids=$!
node node_modules/@stoplight/prism-cli/dist/index.js proxy api.yaml "http://127.0.0.1:$upstream" --port "$proxy" >prism.log 2>&1 &
pids="$pids $!"
until grep -q "is listening" prism.log; do
	kill -0 "${pids##* }" || { cat prism.log; exit 1; }
	sleep 0.2
done
node ask.mjs "$proxy"
