import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	type ProxyConnection,
	type ProxySite,
	startProxySite,
} from "../../support/sip/proxy-site.ts";

const CODES = "+18005550101";
const EQUAL = "+18005550102";
/** The numbers that the trunk asserts, of callers who ask for privacy and of one who does not. */
const [HIDDEN, GUESSING, SHOWN] = ["+14155550141", "+14155550142", "+14155550143"] as const;
const digitsOf = (number: string) => number.slice(-4);

describe.each(["embedded", "server"] as const)("a withheld number on %s (N4)", (engine) => {
	let site: ProxySite;
	let connection: ProxyConnection;
	let code: string;
	let requestId: string;
	let calls = 0;
	/** Asks as a SIP proxy. Returns the status. */
	async function ask(fields: Record<string, string>): Promise<number> {
		calls += 1;
		const answer = await fetch(connection.url, {
			method: "POST",
			headers: { "x-api-key": connection.key },
			body: new URLSearchParams({ callId: `call-${calls}`, ...fields }),
		});
		await answer.text();
		return answer.status;
	}
	const asserted = (number: string, privacy: string) => ({
		...{ identity: `<sip:${number}@c.example>`, privacy },
	});
	beforeAll(async () => {
		site = await startProxySite(engine);
		connection = await site.connect("Trunk", { Destination: "sip:agents@pbx.example" });
		await site.group("codes", [CODES], { generateAccessCode: true });
		await site.group("equal", [EQUAL], { callerId: "equal" });
		const request = await site.request("codes", { fromPhoneNumber: SHOWN });
		code = String(request.accessCode);
		requestId = request.id;
		await site.request("equal", { fromPhoneNumber: HIDDEN });
	});
	afterAll(async () => {
		await site?.stop();
	});
	const wrong = () => (code === "111111" ? "222222" : "111111");
	/** The pages and the file that could show a caller's number of a call. */
	async function everywhere(): Promise<string> {
		const texts = [];
		for (const path of ["/call-in/attempts", "/call-in/locks", connection.page, "/"]) {
			await site.admin.open(path);
			texts.push(site.admin.page.root.toString());
		}
		const csv = await site.admin.open("/call-in/attempts.csv");
		texts.push(csv.html);
		return texts.join("\n");
	}

	test("admits its caller where the network asserts it, as its request asks (G7)", async () => {
		expect(await ask({ dialed: EQUAL, ...asserted(SHOWN, "id") })).toBe(403);
		expect(await ask({ dialed: EQUAL, ...asserted(HIDDEN, "ID;critical") })).toBe(200);
		const again = { callId: "again", dialed: EQUAL, ...asserted(HIDDEN, "id") };
		expect([await ask(again), await ask(again)]).toEqual([200, 200]);
	});

	test("stands in no list, file or page of attempts, and cannot be searched", async () => {
		expect(await ask({ dialed: CODES, ...asserted(HIDDEN, "user") })).toBe(484);
		expect(await ask({ dialed: CODES, code: wrong(), ...asserted(HIDDEN, "full") })).toBe(403);
		expect(await ask({ dialed: "+18005550199", ...asserted(HIDDEN, "header") })).toBe(404);
		expect(await ask({ dialed: CODES, ...asserted("+14155550144", "none") })).toBe(484);
		const seen = (await everywhere()).replaceAll(/[\s-]/g, "");
		expect(seen).not.toContain(digitsOf(HIDDEN));
		expect(seen).toContain("0144");
		await site.admin.open(`/call-in/attempts?ani=${encodeURIComponent(HIDDEN)}`);
		expect(site.admin.text).toContain("No attempt matches");
	});

	test("is locked like any other, also when it is shown, and the lock is lifted unseen (C10)", async () => {
		for (let guess = 0; guess < 4; guess++)
			expect(await ask({ dialed: CODES, code: wrong(), ...asserted(GUESSING, "id") })).toBe(403);
		// The same caller without privacy: the same count.
		expect(await ask({ dialed: CODES, code: wrong(), ...asserted(GUESSING, "none") })).toBe(403);
		expect(await ask({ dialed: CODES, code, ...asserted(GUESSING, "id") })).toBe(486);
		await site.admin.open("/call-in/locks");
		expect(site.admin.page.root.toString().replaceAll(/[\s-]/g, "")).not.toContain("0142");
		await site.admin.press(`Lift lock of A caller who withholds the number on ${CODES}`);
		expect(site.admin.text).toContain("A caller who withholds the number can enter a code again");
		await site.admin.open("/settings/audit");
		expect(site.admin.text).not.toContain("0142");
		expect(site.admin.text).toContain(`a withheld ANI on ${CODES}`);
		expect(await ask({ dialed: CODES, code, ...asserted(GUESSING, "id") })).toBe(200);
		// The timeline of the request that the call belongs to.
		await site.admin.open(`/call-in/${requestId}`);
		expect(site.admin.text).toContain("Matched");
		expect(site.admin.page.root.toString().replaceAll(/[\s-]/g, "")).not.toContain("0142");
	});
});
