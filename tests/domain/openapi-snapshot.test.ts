import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openApiDocument } from "../../app/api/openapi/document.ts";

const described = JSON.stringify(openApiDocument());

test("clients/openapi.json is the API's description: after a change, npm run openapi (C13)", () => {
	expect(JSON.parse(readFileSync("clients/openapi.json", "utf8"))).toEqual(JSON.parse(described));
});

const fingerprint = createHash("sha256").update(described).digest("hex").slice(0, 12);

test("clients/postman.json is the collection of this description: after a change, npm run openapi", () => {
	const { info } = JSON.parse(readFileSync("clients/postman.json", "utf8"));
	expect(info.version).toBe(fingerprint);
});

test("a change of the API's description stands in the changelog, with its fingerprint (C13)", () => {
	const [, unreleased = ""] = readFileSync("CHANGELOG.md", "utf8").split(/^## /m);
	const hint = `Describe the change in CHANGELOG.md, and put \`${fingerprint}\` there.`;
	expect(unreleased.includes(`\`${fingerprint}\``), hint).toBe(true);
});
