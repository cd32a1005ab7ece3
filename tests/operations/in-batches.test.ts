import { expect, test } from "vitest";
import { inBatches } from "../../app/operations/in-batches.ts";
import { createService, newQueue } from "../../app/platform/service.ts";
import type { Database } from "../../db/connection/database.ts";

/** One process's queue, and a function that adds texts to it. */
function sentInBatches(sendAll: (inputs: string[]) => Promise<string[]>) {
	const queue = newQueue<string, string>();
	const ask = inBatches(
		() => queue,
		(_service, inputs: string[]) => sendAll(inputs),
	);
	const service = createService({} as Database);
	return (input: string) => ask(service, input);
}

const failed = (code: string) => Object.assign(new Error("failed"), { code });

/**
 * A batch whose statement fails with this error code, and the outcome of a second one that waited
 * for it.
 */
async function afterFailure(code: string): Promise<{ second: string; sent: string[][] }> {
	const sent: string[][] = [];
	let fail: (error: Error) => void = () => {};
	const ask = sentInBatches(async (inputs) => {
		sent.push(inputs);
		if (inputs.includes("first")) await new Promise((_resolve, reject) => (fail = reject));
		return inputs.map((input) => `${input} done`);
	});
	const first = ask("first");
	await expect.poll(() => sent.length).toBe(1);
	const second = ask("second").catch((error: { code: string }) => error.code);
	fail(failed(code));
	await expect(first).rejects.toMatchObject({ code });
	const cameTo = await second;
	expect(await ask("later")).toBe("later done");
	return { second: cameTo, sent: sent.slice(0, -1) };
}

test("who waits while a statement is under way is told at once when it found the database away, and nothing more is sent (C2)", async () => {
	for (const code of ["ECONNREFUSED", "SILENCE", "25006", "28P01"])
		expect(await afterFailure(code)).toEqual({ second: code, sent: [["first"]] });
});

test("any other failure is that statement's own: the next is sent", async () => {
	for (const code of ["55P03", "23505", "53100", "57014"])
		expect(await afterFailure(code)).toEqual({
			second: "second done",
			sent: [["first"], ["second"]],
		});
});

/**
 * The outcome of three inputs in one batch. Its statement fails with this code as long as "bad" is
 * in it. Also counts how often it was sent.
 */
async function batchWithBad(
	code: string,
	delayMs = 0,
): Promise<{ cameTo: string[]; sent: number[] }> {
	const sent: number[] = [];
	const ask = sentInBatches(async (inputs) => {
		sent.push(inputs.length);
		if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
		if (inputs.includes("bad")) throw failed(code);
		return inputs.map((input) => `${input} done`);
	});
	const cameTo = ["good", "bad", "fine"].map((input) =>
		ask(input).catch((error: { code: string }) => error.code),
	);
	return { cameTo: await Promise.all(cameTo), sent };
}

test("who needs room that a full disk has not, or a damaged row, is refused alone, and sent no more than once by itself", async () => {
	for (const code of ["53100", "53200", "58030", "XX001"])
		expect(await batchWithBad(code)).toEqual({
			cameTo: ["good done", code, "fine done"],
			sent: [3, 1, 1, 1],
		});
});

test("a batch that met a time limit is not sent one by one: that would take many times as long (C2)", async () => {
	for (const code of ["57014", "55P03"])
		expect(await batchWithBad(code)).toEqual({ cameTo: [code, code, code], sent: [3] });
});

test("nor is the rest of one that fails slowly: whoever waits is told in time (C2)", async () => {
	const { cameTo, sent } = await batchWithBad("58030", 600);
	expect([cameTo.at(-1), sent]).toEqual(["58030", [3, 1, 1]]);
});

test("what is given up for the sake of others is tried five times as a batch, and five times alone, not for ever", async () => {
	expect(await batchWithBad("40001")).toEqual({
		cameTo: ["good done", "40001", "fine done"],
		sent: [3, 3, 3, 3, 3, 1, 1, 1, 1, 1, 1, 1],
	});
});

test("where one of a batch finds the database away, the rest are told that, and are not sent (C2)", async () => {
	const sent: string[][] = [];
	const ask = sentInBatches(async (inputs) => {
		sent.push(inputs);
		throw failed(inputs.length > 1 ? "23505" : "SILENCE");
	});
	const cameTo = ["a", "b", "c"].map((input) =>
		ask(input).catch((error: { code: string }) => error.code),
	);
	expect(await Promise.all(cameTo)).toEqual(["SILENCE", "SILENCE", "SILENCE"]);
	expect(sent).toEqual([["a", "b", "c"], ["a"]]);
});
