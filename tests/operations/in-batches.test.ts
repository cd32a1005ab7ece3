import { expect, test } from "vitest";
import { inBatches } from "../../app/operations/in-batches.ts";
import type { Database } from "../../db/client.ts";

const failed = (code: string) => Object.assign(new Error("failed"), { code });

/** One whose statement fails by an error of this code, and what becomes of a second that has waited for it. */
async function afterFailure(code: string): Promise<{ second: string; sent: string[][] }> {
	const sent: string[][] = [];
	const database = {} as Database;
	let fail: (error: Error) => void = () => {};
	const ask = inBatches<string, string>(async (_database, inputs) => {
		sent.push(inputs);
		if (inputs.includes("first")) await new Promise((_resolve, reject) => (fail = reject));
		return inputs.map((input) => `${input} done`);
	});
	const first = ask(database, "first");
	await expect.poll(() => sent.length).toBe(1);
	const second = ask(database, "second").catch((error: { code: string }) => error.code);
	fail(failed(code));
	await expect(first).rejects.toMatchObject({ code });
	const cameTo = await second;
	expect(await ask(database, "later")).toBe("later done");
	return { second: cameTo, sent: sent.slice(0, -1) };
}

test("who waits while a statement is under way is told at once when it found the database away, and nothing more is sent (C2)", async () => {
	for (const code of ["ECONNREFUSED", "SILENCE"]) expect(await afterFailure(code)).toEqual({ second: code, sent: [["first"]] });
});

test("any other failure is that statement's own: the next is sent", async () => {
	for (const code of ["55P03", "23505"]) expect(await afterFailure(code)).toEqual({ second: "second done", sent: [["first"], ["second"]] });
});
