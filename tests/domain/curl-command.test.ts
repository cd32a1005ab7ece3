import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { curlCommand } from "../../app/domain/curl-command.ts";

/** The arguments that a shell passes to curl. */
const argumentsOf = (commands: string[]): string[][] => {
	const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; printf '\\0'; }\n${commands.join("\n")}`;
	const out = execFileSync("sh", [], {
		input: script,
		env: { ...process.env, KEY: "the $(key)" },
		encoding: "utf8",
	});
	return out
		.split("\0\0")
		.slice(0, -1)
		.map((call) => call.split("\0"));
};

describe("the curl command (C13)", () => {
	test("is read by people: one part a line, quotes where they are needed", () => {
		const call = {
			method: "POST",
			url: "http://localhost:3000/engagement/v3/x?y=1",
			headers: { "if-match": '"3"' },
		};
		expect(curlCommand({ ...call, body: `{"name":"Ann's"}`, hasKey: true })).toBe(
			[
				"curl --request POST 'http://localhost:3000/engagement/v3/x?y=1' \\",
				'  --header "x-api-key: $KEY" \\',
				`  --header 'if-match: "3"' \\`,
				`  --data-raw '{"name":"Ann'\\''s"}'`,
			].join("\n"),
		);
		expect(
			curlCommand({
				method: "GET",
				url: "http://localhost/a",
				headers: {},
				body: null,
				hasKey: false,
			}),
		).toBe("curl --request GET http://localhost/a");
	});

	test("gives curl what was in the call, whatever that is, and the shell runs none of it", () => {
		const text = fc.oneof(
			fc.string({ unit: "binary", maxLength: 30 }).map((any) => any.replace(/[\0\p{Cs}]/gu, "")),
			fc.constantFrom(
				"'; exit 1 #",
				"$(exit 1)",
				"`exit 1`",
				"\\",
				"\\'",
				"@/etc/passwd",
				"a\nb",
				"-o x",
				'"',
				"$KEY",
				"!!",
				"{a,b}",
				"*",
			),
		);
		const full = text.filter((one) => one !== "");
		fc.assert(
			fc.property(
				fc.array(fc.tuple(full, full, text, fc.boolean()), { minLength: 1, maxLength: 30 }),
				(calls) => {
					const commands = calls.map(([url, header, body, hasKey]) =>
						curlCommand({
							method: "POST",
							url,
							headers: { "x-y": header },
							body: `${body}.`,
							hasKey,
						}),
					);
					expect(argumentsOf(commands)).toEqual(
						calls.map(([url, header, body, hasKey]) => [
							...["--request", "POST", url],
							...(hasKey ? ["--header", "x-api-key: the $(key)"] : []),
							...["--header", `x-y: ${header}`, "--data-raw", `${body}.`],
						]),
					);
				},
			),
			{ numRuns: 30 },
		);
	});
});
