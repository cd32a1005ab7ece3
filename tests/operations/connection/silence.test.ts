import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { watchForAnswers } from "../../../db/connection/silence.ts";

const never = new Promise<never>(() => {});
const PATIENT_MS = 20_000;

describe("a server that is away is told within 1.8 s (C2)", () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	/** Whether the wait has been given up. The error itself is checked elsewhere. */
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
		let isAlive = true;
		const { watch } = watchForAnswers(() => (isAlive ? Promise.resolve() : never));
		const isGivenUp = whetherGivenUp(watch(never, PATIENT_MS));
		await vi.advanceTimersByTimeAsync(1000);
		isAlive = false;
		await watch(Promise.resolve(), PATIENT_MS);
		await vi.advanceTimersByTimeAsync(1000);
		await watch(Promise.resolve(), PATIENT_MS, { isAnswer: false });
		expect(isGivenUp()).toBe(false);
		await vi.advanceTimersByTimeAsync(800);
		expect(isGivenUp()).toBe(true);
	});

	test("answers of others keep nobody waiting to whom the server gives no sign of life", async () => {
		const { watch } = watchForAnswers(() => never);
		const isGivenUp = whetherGivenUp(watch(never, PATIENT_MS));
		for (let ms = 0; ms < 1700; ms += 100) {
			expect(isGivenUp()).toBe(false);
			await watch(Promise.resolve(), PATIENT_MS);
			await vi.advanceTimersByTimeAsync(100);
		}
		await vi.advanceTimersByTimeAsync(100);
		expect(isGivenUp()).toBe(true);
	});

	test("a call whose first statement was answered late does not wait as long again for its second", async () => {
		let isAlive = true;
		const { watch } = watchForAnswers(() => (isAlive ? Promise.resolve() : never));
		const call = async () => {
			await new Promise((resolve) => setTimeout(resolve, 1100));
			await watch(Promise.resolve(), PATIENT_MS);
			isAlive = false;
			await watch(never, PATIENT_MS);
		};
		const isGivenUp = whetherGivenUp(
			watch(call(), Number.POSITIVE_INFINITY, { isAnswer: false, isCall: true }),
		);
		await vi.advanceTimersByTimeAsync(2200);
		expect(isGivenUp()).toBe(false);
		await vi.advanceTimersByTimeAsync(350);
		expect(isGivenUp()).toBe(true);
	});

	test("a call that takes long is not given up while the server lives", async () => {
		const { watch } = watchForAnswers(() => Promise.resolve());
		const isGivenUp = whetherGivenUp(
			watch(never, Number.POSITIVE_INFINITY, { isAnswer: false, isCall: true }),
		);
		await vi.advanceTimersByTimeAsync(30_000);
		expect(isGivenUp()).toBe(false);
	});

	test("a server that starts, or a pooler without one, says nothing of life", async () => {
		for (const code of ["57P03", "57P01", "08P01"]) {
			const refusal = Object.assign(new Error(), { severity: "ERROR", code });
			const { watch } = watchForAnswers(() => Promise.reject(refusal));
			const isGivenUp = whetherGivenUp(watch(never, PATIENT_MS));
			await vi.advanceTimersByTimeAsync(1800);
			expect([code, isGivenUp()]).toEqual([code, true]);
		}
	});

	test("who waits for a lock of somebody else's is told after 1.5 s, and those who come next sooner", async () => {
		const { watch } = watchForAnswers(() => Promise.resolve());
		const trouble = () => "blocked" as const;
		const first = whetherGivenUp(watch(never, PATIENT_MS, { trouble }));
		await vi.advanceTimersByTimeAsync(1400);
		expect(first()).toBe(false);
		await vi.advanceTimersByTimeAsync(100);
		expect(first()).toBe(true);
		const next = whetherGivenUp(watch(never, PATIENT_MS, { trouble }));
		const untroubled = whetherGivenUp(watch(never, PATIENT_MS, { trouble: () => undefined }));
		await vi.advanceTimersByTimeAsync(500);
		expect([next(), untroubled()]).toEqual([true, false]);
	});
});
