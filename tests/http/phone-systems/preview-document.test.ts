import { afterAll, beforeAll, expect, test } from "vitest";
import { type Browserless, textOf } from "../../support/browserless.ts";
import { ALL_PLATFORMS, type PhoneCall } from "../../support/phone-call.ts";
import type { Heard } from "../../support/phone-dialect.ts";
import {
	AGENTS,
	CODES,
	FALLBACK,
	type PhoneSite,
	saveGroupDestination,
	startPhoneSite,
} from "../../support/phone-site.ts";

// Preview shows the documents that are sent (P4), at each step, in the language of the group.

const SECOND_PHONE = "+14155550177";
const OWN = "Alle sprechen gerade. Rufen Sie bitte morgen an.";
let callers = 0;
const someone = (): string => `+1415558${String(1000 + callers++)}`;

let site: PhoneSite;
let ada: Browserless;
beforeAll(async () => {
	site = await startPhoneSite("embedded");
	ada = await site.signIn();
});
afterAll(() => site.stop());

/** What a document shows of a call's ID and of a secret, which Preview does not have. */
const comparable = ({ xml }: Heard, { id, system }: PhoneCall): string =>
	xml.replaceAll(id, "").replaceAll(system.secret, "••••••••").replace(/\s+/g, " ").trim();

/** The connection is English, and the group German with a sentence of its own. */
async function makeGerman(connectionId: string): Promise<void> {
	await saveGroupDestination(ada, connectionId, "codes", {
		...{ Fallback: FALLBACK, "Second destination": SECOND_PHONE },
		"Language of the callers": "de",
	});
	const own = { language: "de", unanswered: OWN };
	await ada.post(`/settings/phone-systems/${connectionId}/sentences`, own);
}

async function previewed(path: string, ani: string, presses: (string | null)[]) {
	await ada.open(`${path}/preview`);
	await ada.press("Call", { fill: { "Dialed number (DNIS)": CODES, "Caller (ANI)": ani } });
	for (const keys of presses) {
		if (keys === null) await ada.press("Nobody Answers");
		else await ada.press("Press Keys", { fill: { "Keys pressed": keys } });
	}
	return ada.page.root.querySelectorAll("pre").map((one) => textOf(one));
}

test.each(ALL_PLATFORMS)("%s: every document is the one that Preview shows", async (kind) => {
	const system = site.systems[`${kind} twice`];
	const path = `/settings/phone-systems/${system.connectionId}`;
	await makeGerman(system.connectionId);
	const ani = someone();
	const made = await site.reserve("codes", { fromPhoneNumber: ani });
	const code = String(made.accessCode);
	const admitted = await previewed(path, ani, ["", code, null, null]);
	const refused = await previewed(path, ani, ["", "", "", null]);

	const call = system.call(ani, CODES);
	const heard = [
		await call.comesIn(),
		await call.staysSilent(),
		await call.keys(code),
		await call.agentLegEnds("no-answer"),
		await call.agentLegEnds("no-answer"),
	];
	expect(heard.map((one) => comparable(one, call))).toEqual(admitted);
	expect(heard.map(({ dials }) => dials?.to)).toEqual([
		...[undefined, undefined, AGENTS, SECOND_PHONE, undefined],
	]);
	expect(heard.map(({ says }) => says)).toEqual([
		"Bitte geben Sie die 6 Ziffern Ihres Zugangscodes ein.",
		expect.stringContaining("Bitte geben Sie die 6 Ziffern"),
		expect.stringContaining("verbinden"),
		expect.stringContaining("niemand"),
		expect.stringContaining(OWN),
	]);

	// A call that is not admitted, whose fallback does not answer.
	await site.reserve("codes", { fromPhoneNumber: ani });
	const other = system.call(ani, CODES);
	const silent = [
		await other.comesIn(),
		await other.staysSilent(),
		await other.staysSilent(),
		await other.staysSilent(),
		await other.agentLegEnds("no-answer"),
	];
	expect(silent.map((one) => comparable(one, other))).toEqual(refused);
	expect(silent[3]?.dials?.to).toBe(FALLBACK);
	expect(silent[4]?.says).toContain(OWN);
});
