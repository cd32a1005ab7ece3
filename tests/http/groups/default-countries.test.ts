import { describe, expect, test } from "vitest";
import { ERRORS } from "../../../app/api/contract/error-codes.ts";
import { openProvisioningSite, type ProvisioningSite } from "../../support/provisioning.ts";

/** What the digits can mean under each default country; of one number, what is stored. */
const COUNTRIES: Record<string, { asked: [string, string[]][]; taken: string; search: string }> = {
	US: {
		asked: [
			["4795550132", ["+14795550132 (United States)", "+4795550132 (Norway)"]],
			["(609) 555-0132", ["+16095550132 (United States)", "+6095550132 (Malaysia)"]],
			["8005555554", ["+18005555554 (United States and others)"]],
			["tel:+1-800-555-5554;ext=12", ["+18005555554"]],
		],
		taken: "18005555554",
		search: "(800) 555-5554",
	},
	DE: {
		asked: [
			["015112345678", ["+4915112345678 (Germany)"]],
			["+49 (0) 30 123456", ["+4930123456"]],
			["+4930123456;12", ["+4930123456"]],
		],
		taken: "4915112345678",
		search: "0151 12345678",
	},
	GB: {
		asked: [["02079460958", ["+442079460958 (United Kingdom)"]]],
		taken: "442079460958",
		search: "020 7946",
	},
	AU: {
		asked: [
			["0412345678", ["+61412345678 (Australia)"]],
			["0011442079460958", ["+442079460958 (United Kingdom)"]],
		],
		taken: "61412345678",
		search: "0412 345 678",
	},
	AR: {
		asked: [["011 15 2345-6789", ["+5491123456789"]]],
		taken: "5491123456789",
		search: "011 15 2345",
	},
	MX: {
		asked: [
			["4954123456", ["+524954123456 (Mexico)", "+4954123456 (Germany)"]],
			["5512345678", ["+525512345678 (Mexico)"]],
		],
		taken: "525512345678",
		search: "55 1234 5678",
	},
	IT: {
		asked: [
			["3282153620", ["+393282153620 (Italy)", "+3282153620 (Belgium)"]],
			["+39 (0)331 123456", ["+390331123456"]],
		],
		taken: "390331123456",
		search: "0331 123",
	},
	ID: {
		asked: [["081234567890", ["+6281234567890 (Indonesia)"]]],
		taken: "6281234567890",
		search: "0812",
	},
	NO: {
		asked: [["40612345", ["+4740612345 (Norway)"]]],
		taken: "4740612345",
		search: "40 61 23 45",
	},
};

describe.each(Object.entries(COUNTRIES))("with DEFAULT_COUNTRY=%s", (country, rows) => {
	test("a number is never guessed, and what stands in the pool stays (G4, N6)", async () => {
		const site = await openProvisioningSite({ DEFAULT_COUNTRY: country });
		try {
			await checkCountry(site, rows);
		} finally {
			await site.close();
		}
	});
});

async function checkCountry(
	site: ProvisioningSite,
	{ asked, taken, search }: (typeof COUNTRIES)[string],
): Promise<void> {
	const impossible = "+59912345678901";
	const groupId = await site.group(["+18005559999", impossible]);
	for (const [number, offered] of asked) {
		const created = await site.call("", { body: { name: `of ${number}`, number } });
		const added = await site.call(`/${groupId}/entries`, { body: { number } });
		for (const { status, body } of [created, added]) {
			expect([status, body.status.code]).toEqual([400, ERRORS["fields-wrong"].code]);
			for (const one of offered) expect(body.status.message).toContain(one);
		}
	}
	const added = await site.call(`/${groupId}/entries`, { body: { number: taken } });
	expect(added).toMatchObject({ status: 200, body: { data: { number: `+${taken}` } } });
	const list = await site.call(`/${groupId}/entries?q=${encodeURIComponent(search)}`);
	expect(list.body.data.entries).toMatchObject([{ number: `+${taken}` }]);

	const { entries } = (await site.call(`/${groupId}/entries`)).body.data;
	const old = entries.find(({ number }: { number: string }) => number === impossible);
	expect(old.warnings).toHaveLength(1);
	const changed = await site.call(`/${groupId}/entries/${old.id}`, {
		method: "PATCH",
		match: "*",
		body: { number: impossible.slice(1), description: "Old plan" },
	});
	expect(changed).toMatchObject({ status: 200, body: { data: { description: "Old plan" } } });
	const again = await site.call(`/${groupId}/entries`, { body: { number: impossible } });
	expect(again.body.status.code).toBe(ERRORS["number-in-pool"].code);
}
