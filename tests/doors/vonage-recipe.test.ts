import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkVonageSignature } from "../../app/doors/vonage/vonage-signature.ts";
import { webhookOf } from "../support/webhooks.ts";

test("what the guide signs for Vonage by hand is accepted (P5)", () => {
	const guide = readFileSync("docs/phone-systems.md", "utf8");
	const recipe = guide.split("```").find((block) => block.includes("url64()")) ?? "";
	const env = { ...process.env, SECRET: "signature-secret-0123456789", URL: "http://x.example" };
	const shown = `curl() { printf '%s\\n' "$@"; }\n${recipe}`;
	const told = execFileSync("sh", ["-c", shown], { env, encoding: "utf8" }).split("\n");
	const authorization = told.find((line) => line.startsWith("authorization: "))?.slice(15) ?? "";
	const body = told[told.indexOf("-d") + 1] ?? "";
	const webhook = webhookOf("", Buffer.from(body), { authorization });
	const check = (secret: string) =>
		checkVonageSignature(webhook, { secrets: [secret] }, Date.now());
	expect(check(env.SECRET)).toBeNull();
	expect(check("another-secret-0123456789")).toBe("wrong-signature");
});
