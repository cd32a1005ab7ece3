import type { OutgoingHttpHeaders } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ERRORS } from "../../../app/api/contract/error-codes.ts";
import { cellsThatRun } from "../../support/cells-that-run.ts";
import { contentOf, storedPool } from "../../support/imports.ts";
import { NASTY_NAMES, NASTY_TEXTS } from "../../support/nasty.ts";
import { GROUPS, openProvisioningSite, type ProvisioningSite } from "../../support/provisioning.ts";
import { rawRequest } from "../../support/raw-request.ts";
import { openSocket, readAnswer } from "../../support/raw-socket.ts";

const FORMULA = '=HYPERLINK("http://evil.example")';
const SCRIPT = "<script>alert(1)</script>";
const CODES = new Set<number>([0, ...Object.values(ERRORS).map(({ code }) => code)]);

let site: ProvisioningSite;
beforeAll(async () => {
	site = await openProvisioningSite();
});
afterAll(() => site.close());

/** A call in raw bytes, without normalisation. */
async function raw(path: string, body?: Buffer | string, headers: OutgoingHttpHeaders = {}) {
	const method = body === undefined ? "GET" : "POST";
	const answer = await rawRequest(site.server.origin, GROUPS + path, {
		method,
		body: body ?? "",
		headers: { "x-api-key": "all", ...headers },
	});
	return { ...answer, envelope: JSON.parse(answer.body.toString()) };
}
const CSV = { "content-type": "text/csv" };
const JSON_TYPE = { "content-type": "application/json" };

describe("by the provisioning API", () => {
	test("a path that is no group's leads nowhere: it is refused in the envelope, however it is written", async () => {
		const id = await site.group(site.numbers(1));
		const odd = [
			"..",
			"%2e%2e",
			"..%2f..%2fetc%2fpasswd",
			"..%5c",
			".%00.",
			"%00",
			`${id}%00`,
			"%ff",
			"%ed%a0%80",
			"%c0%ae%c0%ae",
			"%zz",
		];
		const further = [
			`${id}%2fentries.csv`,
			`${id};a=b`,
			`${id}%20`,
			`%0d%0aset-cookie:%20a=b`,
			`{groupId}`,
			`${id}'--`,
			`${id}/../${id}`,
			"*",
		];
		for (const place of [...odd, ...further])
			for (const rest of ["", "/entries", "/entries.csv", "/entries/1", "/settings"]) {
				const { status, headers, envelope } = await raw(`/${place}${rest}`);
				expect([
					place,
					rest,
					status >= 400 && status < 500,
					CODES.has(envelope.status.code),
				]).toEqual([place, rest, true, true]);
				expect(headers["set-cookie"]).toBeUndefined();
			}
		const client = await openSocket(site.server.origin);
		client.send(
			Buffer.from(
				`GET ${GROUPS}/\xff\xfe/entries.csv HTTP/1.1\r\nhost: x\r\nx-api-key: all\r\nconnection: close\r\n\r\n`,
				"latin1",
			),
		);
		expect([400, 404]).toContain(readAnswer(await client.answer).status);
	});

	test("a query with anything in it is refused or read, and an import with a wrong one is not done", async () => {
		const [first, other] = site.numbers(2) as [string, string];
		const id = await site.group([first]);
		const values = [
			...NASTY_TEXTS.filter((text) => text.length < 3000 && !/\p{Surrogate}/u.test(text)).map(
				encodeURIComponent,
			),
			"%ff",
			"%",
		];
		for (const value of values)
			for (const query of [
				`mode=${value}`,
				`dryRun=${value}`,
				`${value}=1`,
				`mode=add&mode=${value}`,
				`mode[]=${value}`,
			]) {
				const { status, envelope } = await raw(`/${id}/import?${query}`, `${other},\n`, CSV);
				expect([query, status, CODES.has(envelope.status.code)]).toEqual([query, 400, true]);
				expect((await raw(`/${id}/entries?${query}`)).status, query).toBe(400);
			}
		expect(Object.keys(contentOf(await storedPool(site.database, id)))).toEqual([first]);
	});

	test("a file that is not plain text in UTF-8 or UTF-16 is refused whole, and one of quotes or commas alone takes no time", async () => {
		const [first, other] = site.numbers(2) as [string, string];
		const id = await site.group([first]);
		const refused: (string | Buffer)[] = [
			...[
				`${other},a\0b\n`,
				`${other}\0,\n`,
				`${other},\u202eevil\n`,
				`${other},\ufeff\n`,
				`${other},\x1b[31m\n`,
				`${other},"a\r\nb"\n`,
			],
			...["\xff", "\xed\xa0\x80", "\xc0\xaf"].map((bytes) =>
				Buffer.from(`${other},${bytes}\n`, "latin1"),
			),
			Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`${other},\ud800\n`, "utf16le")]),
			Buffer.concat([
				Buffer.from([0xff, 0xfe]),
				Buffer.from(`${other},`, "utf16le"),
				Buffer.from([0x41]),
			]),
			...[
				'"'.repeat(1_000_000),
				",".repeat(1_000_000),
				`${other},${"x".repeat(1_000_000)}\n`,
				'"\n'.repeat(9000),
			],
			...[`${other},a\n=1+1,b\n`, `${other},a\n${SCRIPT},b\n`, `${other},a\n__proto__,b\n`],
		];
		for (const file of refused) {
			const { status, headers, body, envelope } = await raw(`/${id}/import`, file, CSV);
			expect([file.slice(0, 60), status, CODES.has(envelope.status.code)]).toEqual([
				file.slice(0, 60),
				400,
				true,
			]);
			expect(headers["content-type"]).toBe("application/json; charset=utf-8");
			// The answer quotes only part of the uploaded file.
			expect(body.length).toBeLessThan(20_000);
		}
		expect(Object.keys(contentOf(await storedPool(site.database, id)))).toEqual([first]);
	});

	test("JSON that says a thing twice, or is nested deep, is refused and does nothing; names of all objects are none of ours", async () => {
		const [number] = site.numbers(1) as [string];
		const fields = `"name":"doubled","number":"${number}"`;
		const flawed = [
			`{${fields},"name":"another"}`,
			`{${fields},"settings":{"expirySeconds":60,"expirySeconds":10}}`,
			`{${fields},"n\\u0061me":"another"}`,
			`{${fields},"settings":${'{"a":'.repeat(9000)}1${"}".repeat(9000)}}`,
		];
		for (const body of flawed)
			expect((await raw("", body, JSON_TYPE)).envelope.status.code, body.slice(0, 99)).toBe(
				ERRORS["json-flawed"].code,
			);
		const made = await raw(
			"",
			`{${fields},"__proto__":{"description":"evil"},"constructor":{"prototype":{"description":"evil"}}}`,
			JSON_TYPE,
		);
		expect(contentOf(await storedPool(site.database, made.envelope.data.id))).toEqual({
			[number]: "",
		});
	});

	test("descriptions and names that would run in a spreadsheet do not in an exported file, whose name is never theirs", async () => {
		for (const name of NASTY_NAMES) {
			const [first, other] = site.numbers(2) as [string, string];
			const made = await site.call("", {
				body: { name, number: first, description: FORMULA.slice(0, 32) },
			});
			expect([name, made.status]).toEqual([name, 200]);
			const { id } = made.body.data;
			expect((await site.call(`/${id}/import`, { csv: `${other},=1+1\r\n` })).status).toBe(200);
			const exported = await site.call(`/${id}/entries.csv`);
			expect(exported.headers["content-disposition"]).toBe('attachment; filename="entries.csv"');
			expect(exported.body).toContain("'=1+1");
			expect([name, cellsThatRun(exported.body)]).toEqual([name, []]);
			// Exactly as uploaded, so that it is the same pool again (I6).
			expect(
				(await site.call(`/${id}/import?mode=replace&dryRun=true`, { csv: exported.body })).body
					.data.counts,
			).toMatchObject({
				unchanged: 2,
			});
		}
	});
});
