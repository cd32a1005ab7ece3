import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { watchForAnswers } from "../../db/silence.ts";

const never = new Promise<never>(() => {});
const PATIENT_MS = 20_000;

describe("a server that is away is told within 1.8 s (C2)", () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	/** Whether it has been given up by now; the error is looked at where it matters. */
	function whetherGivenUp(waiting: Promise<unknown>): () => boolean {
		let isGivenUp = false;
		waiting.catch(() => {
			isGivenUp = true;
		});
		return () => isGivenUp;
	}

	test("whoever has waited that long for something else already is told at once", async () => {
		const { watch } = watchForAnswers(() => never);
		await vi.advanceTimersByTimeAsync(5000);
		const isGivenUp = whetherGivenUp(watch(never, PATIENT_MS, { asked: performance.now() - 1800 }));
		await vi.advanceTimersByTimeAsync(0);
		expect(isGivenUp()).toBe(true);
	});

	test("an answer counts for all who wait; a connection that the process gives itself for nobody", async () => {
		const { watch } = watchForAnswers(() => never);
		const isGivenUp = whetherGivenUp(watch(never, PATIENT_MS));
		await vi.advanceTimersByTimeAsync(1000);
		await watch(Promise.resolve(), PATIENT_MS);
		await vi.advanceTimersByTimeAsync(1000);
		await watch(Promise.resolve(), PATIENT_MS, { isAnswer: false });
		expect(isGivenUp()).toBe(false);
		await vi.advanceTimersByTimeAsync(800);
		expect(isGivenUp()).toBe(true);
	});
});
