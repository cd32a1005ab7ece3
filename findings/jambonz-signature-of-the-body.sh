#!/bin/sh
# @jambonz/sdk 0.10.1: `verifySignature` takes the body that Express has parsed, writes it anew, and
# checks the signature of that text. One would expect the signature of the bytes that were sent.
#
# What happens: a webhook is signed over its own bytes, and they have a space behind a colon. The
# check refuses it, because JSON.stringify writes no space. jambonz's own server sends no spaces, so
# it is not noticed until something between the two writes the body in another way, or a test does.
#
# Why it matters here: we compare the bytes as they came first, and only then the text written anew.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @jambonz/sdk@0.10.1 > npm.log 2>&1 ||
	{ cat npm.log; exit 2; }
cat > check.mjs <<'JS'
import { createHmac } from "node:crypto";
import { WebhookResponse } from "@jambonz/sdk/webhook";
const body = '{"call_sid": "c1"}';
const time = Math.floor(Date.now() / 1000);
const hex = createHmac("sha256", "secret").update(`${time}.${body}`).digest("hex");
const headers = { "jambonz-signature": `t=${time},v1=${hex}` };
const taken = (sent) => {
	let error = "never called";
	WebhookResponse.verifySignature("secret")({ headers, body: sent }, null, (one) => { error = one; });
	return error === undefined;
};
console.log("as parsed by Express:", taken(JSON.parse(body)), "- as a text:", taken(body));
process.exit(!taken(JSON.parse(body)) && taken(body) ? 0 : 1);
JS
node check.mjs
