#!/bin/sh
# telnyx 7.24.0, Node 20.
#
# Expected: `client.webhooks.unwrap(body, { headers })` checks and returns each webhook that Telnyx
# signs. The signature covers the time stamp and the body, whatever the body's media type.
# Seen: webhooks of TeXML are forms. Their signature is found right, and then the body is read as
# JSON: a SyntaxError, the same as for a broken body. The class that checks without reading,
# TelnyxWebhook, is not exported by the package's root.
# Matters: a server that takes every exception for a wrong signature refuses all calls of TeXML. This
# product checks the signature itself, and holds its check against TelnyxWebhook.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund telnyx@7.24.0
cat >show.mjs <<'JS'
import { generateKeyPairSync, sign } from "node:crypto";
import * as telnyx from "telnyx";

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const key = Buffer.from(publicKey.export({ format: "jwk" }).x, "base64url").toString("base64");
const client = new telnyx.default({ apiKey: "none", publicKey: key });
const timestamp = String(Math.floor(Date.now() / 1000));

async function unwrap(body) {
	const signature = sign(null, Buffer.from(`${timestamp}|${body}`), privateKey).toString("base64");
	const headers = { "telnyx-timestamp": timestamp, "telnyx-signature-ed25519": signature };
	try {
		await client.webhooks.unwrap(body, { headers });
		return "accepted";
	} catch (error) {
		return error.name;
	}
}

const [json, form] = [await unwrap('{"data":{}}'), await unwrap("CallSid=v3%3Aabc&To=%2B18005550100")];
const isExported = "TelnyxWebhook" in telnyx;
console.log(`JSON: ${json}; form: ${form}; TelnyxWebhook exported: ${isExported}`);
process.exit(json === "accepted" && form === "SyntaxError" && !isExported ? 0 : 1);
JS
node show.mjs
