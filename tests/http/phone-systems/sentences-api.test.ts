import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	type ConnectionsSite,
	failure,
	openConnectionsSite,
} from "../../support/connections-api.ts";

describe("what callers hear, by the API (P4, C12)", () => {
	let site: ConnectionsSite;
	beforeAll(async () => {
		site = await openConnectionsSite();
	});
	afterAll(() => site.close());

	type Listed = { language: string; sentences: { name: string; ours: string; own?: string }[] };
	const busyIn = ({ sentences }: Listed) => sentences.find(({ name }) => name === "busy");

	test("is read in each language, replaced as a whole, and put back", async () => {
		const { id, etag } = await site.make();
		const path = `/${id}/sentences/de`;
		const read = await site.ask(path);
		expect(read).toMatchObject({ status: 200, headers: { etag: expect.stringContaining(etag) } });
		expect(busyIn(read.body.data)).toEqual({ name: "busy", ours: "Diese Leitung ist besetzt." });
		const own = { busy: " Hier  ist besetzt. ", enterCodeOfLength: "Die {digits} Ziffern, bitte." };
		const set = await site.change(path, "PUT", etag, { sentences: own });
		expect(set).toMatchObject({ status: 200, headers: { etag: '"c2"' } });
		expect(busyIn(set.body.data)).toMatchObject({ own: "Hier ist besetzt." });
		expect((await site.ask(path)).body.data).toEqual(set.body.data);
		// Another language has none of them.
		expect(busyIn((await site.ask(`/${id}/sentences/en`)).body.data)).not.toHaveProperty("own");
		const replaced = await site.change(path, "PUT", '"c2"', {
			sentences: { away: "Zu.", busy: "" },
		});
		expect(
			(replaced.body.data as Listed).sentences.filter(({ own: one }) => one !== undefined),
		).toEqual([expect.objectContaining({ name: "away", own: "Zu." })]);
		const back = await site.change(path, "PUT", '"c3"', { sentences: {} });
		expect(JSON.stringify(back.body.data)).not.toContain('"own"');
		expect((await site.audit(id)).map(({ action }) => action)).toEqual([
			...["connection.create", "connection.change", "connection.change", "connection.change"],
		]);
	});

	test("what no platform would read, unknown names and languages, and an old version are refused", async () => {
		const { id, etag } = await site.make();
		const put = (sentences: unknown, language = "en", match = etag) =>
			site.change(`/${id}/sentences/${language}`, "PUT", match, { sentences });
		expect(await put({ busy: "Hello <b>you</b> 👋" })).toMatchObject(
			failure("fields-wrong", /sentences\.busy: Phone systems would read this: “Hello you”/),
		);
		expect(await put({ busy: "x".repeat(401) })).toMatchObject(
			failure("fields-wrong", /400 characters/),
		);
		expect(await put({ busy: 7 })).toMatchObject(failure("fields-wrong", /sentences\.busy/));
		for (const sentences of ["busy", null, []])
			expect(await put(sentences)).toMatchObject(failure("fields-wrong", /sentences/));
		for (const language of ["xx", "EN", "%00"])
			expect(await put({}, language)).toMatchObject(
				failure("fields-wrong", /en, de, fr, es, pt, it, nl, ja/),
			);
		expect((await put({ busy: "One." })).status).toBe(200);
		expect(await put({ busy: "Two." })).toMatchObject(failure("changed-meanwhile"));
	});
});
