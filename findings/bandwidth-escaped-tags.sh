#!/bin/sh
# bandwidth-sdk 8.1.4: `Response.toBxml` turns an escaped tag of SSML in a text back into a tag. One
# would expect a text to stay a text.
#
# What happens: the sentence "Press <break/> now" is written with an element in it. Whoever means the
# text cannot have it spoken, and the caller hears a pause instead.
#
# Why it matters here: what callers hear is text alone, without mark-up, and our writer escapes it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts bandwidth-sdk@8.1.4 > npm.log 2>&1 ||
	{ cat npm.log; exit 2; }
cat > check.cjs <<'JS'
const { Bxml } = require("bandwidth-sdk");
const sentence = new Bxml.SpeakSentence("Press <break/> now");
const whole = new Bxml.Response([sentence]).toBxml();
console.log(whole);
process.exit(whole.includes("<break/>") ? 0 : 1);
JS
node check.cjs
