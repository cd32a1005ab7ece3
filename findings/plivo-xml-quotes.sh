#!/bin/sh
# plivo 4.79.0: `toXML` turns every `&quot;` back into a quotation mark, also in attributes. One would
# expect a document that a parser of XML can read.
#
# What happens: an attribute with a quotation mark in it, such as a SIP header's value, ends early,
# and the document is not well-formed.
#
# Why it matters here: our documents come from a serializer that escapes each value in its place. The
# tests compare them with this package's, but for the escapes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts plivo@4.79.0 @xmldom/xmldom@0.9.12 \
	> npm.log 2>&1 || { cat npm.log; exit 2; }
cat > check.cjs <<'JS'
const { Response } = require("plivo");
const { DOMParser } = require("@xmldom/xmldom");
const response = new Response();
response.addDial({ callerName: 'Ann "Nan" Lee' }).addNumber("14155550100");
const xml = response.toXML();
console.log(xml);
let isReadable = true;
try {
	new DOMParser({ onError: () => { isReadable = false; } }).parseFromString(xml, "text/xml");
} catch {
	isReadable = false;
}
console.log("well-formed:", isReadable);
process.exit(isReadable ? 1 : 0);
JS
node check.cjs
