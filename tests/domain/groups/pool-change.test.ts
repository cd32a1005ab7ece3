import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DRAINS, type Drain } from "../../../app/domain/groups/pool.ts";
import {
	auditRows,
	changedEntries,
	type PoolChange,
	planPoolChange,
	planUndo,
} from "../../../app/domain/groups/pool-change.ts";

type Entry = {
	id: string;
	number: string;
	description: string;
	drain: Drain | null;
};

const entryAt = (index: number, more: Partial<Entry> = {}): Entry => ({
	...{ id: `id${index}`, number: `+1800555${String(index).padStart(4, "0")}` },
	...{ description: "", drain: null, ...more },
});
const idsOf = (entries: readonly { id: string }[]) => entries.map(({ id }) => id);
const chosen = (...indexes: number[]) => new Set(indexes.map((index) => `id${index}`));

const entries = fc
	.array(
		fc.record({
			description: fc.constantFrom("", "Claims", "Sales"),
			drain: fc.constantFrom(null, ...DRAINS),
		}),
		{ minLength: 1, maxLength: 12 },
	)
	.map((all) => all.map((one, index) => entryAt(index, one)));
const changes: fc.Arbitrary<PoolChange> = fc.oneof(
	fc.constantFrom(...DRAINS).map((drain) => ({ action: "drain" as const, drain })),
	fc.constant({ action: "lift-drain" as const }),
	fc
		.constantFrom("", "Claims")
		.map((description) => ({ action: "describe" as const, description })),
	fc.constant({ action: "delete" as const }),
);
const selections = fc.array(fc.integer({ min: 0, max: 13 })).map((all) => chosen(...all));

/** Carries out a change on the entries, as the database does. */
function carriedOut(pool: readonly Entry[], selected: ReadonlySet<string>, change: PoolChange) {
	const made = new Map(
		changedEntries(planPoolChange(pool, selected, change).changed, change).map((one) => [
			one.before.id,
			one.after,
		]),
	);
	return pool.flatMap((entry) => {
		const after = made.get(entry.id);
		if (after === undefined) return [entry];
		return after === null ? [] : [{ ...entry, ...after }];
	});
}

describe("a change of many numbers (G16)", () => {
	test("is refused exactly where no number would be left to give (G3, G15)", () => {
		fc.assert(
			fc.property(entries, selections, changes, (pool, selected, change) => {
				const plan = planPoolChange(pool, selected, change);
				const after = carriedOut(pool, selected, change);
				expect([plan.size, plan.draining]).toEqual([
					after.length,
					after.filter(({ drain }) => drain !== null).length,
				]);
				const isWrong = plan.changed.length > 0 && after.every(({ drain }) => drain !== null);
				expect(plan.problem !== null).toBe(isWrong);
				if (plan.problem) expect(plan.problem.code === "pool-none-left").toBe(after.length === 0);
			}),
		);
	});

	test("counts numbers that are already as asked apart, and ignores what is no entry", () => {
		const pool = [entryAt(0, { drain: "keep" }), entryAt(1), entryAt(2)];
		const plan = planPoolChange(pool, chosen(0, 1, 9), { action: "drain", drain: "keep" });
		expect([idsOf(plan.changed), idsOf(plan.unchanged)]).toEqual([["id1"], ["id0"]]);
	});

	test("is undone by its undo, and by nothing else (G16)", () => {
		fc.assert(
			fc.property(entries, selections, changes, (pool, selected, change) => {
				const made = changedEntries(planPoolChange(pool, selected, change).changed, change);
				const undo = planUndo(carriedOut(pool, selected, change), made);
				if (!undo.isPossible) throw new Error("Nothing has changed since.");
				const back = [...undo.returning, ...undo.restored];
				expect(new Set(back)).toEqual(new Set(made.map(({ before }) => before)));
			}),
		);
	});

	test("is not undone once one of its numbers has changed, or is in the pool anew", () => {
		const pool = [entryAt(0), entryAt(1), entryAt(2)];
		const described = changedEntries(pool.slice(0, 2), { action: "describe", description: "x" });
		const later = [entryAt(0, { description: "y" }), entryAt(1, { description: "x" })];
		expect(planUndo([...later, entryAt(2)], described)).toEqual({
			isPossible: false,
			changed: [pool[0]],
		});
		const deleted = changedEntries(pool.slice(0, 1), { action: "delete" });
		const anew = { ...entryAt(7), number: entryAt(0).number };
		expect(planUndo([entryAt(1), anew], deleted).isPossible).toBe(false);
	});

	test("gives back numbers that have left after their drain, as asked (G15)", () => {
		const pool = [entryAt(0), entryAt(1), entryAt(2)];
		const drained = changedEntries(pool.slice(0, 2), { action: "drain", drain: "remove" });
		const now = [entryAt(1, { drain: "remove" }), entryAt(2)];
		expect(planUndo(now, drained)).toEqual({
			isPossible: true,
			returning: [pool[0]],
			restored: [pool[1]],
		});
		// A number that was only drained leaves by somebody's hand.
		const kept = changedEntries(pool.slice(0, 2), { action: "drain", drain: "keep" });
		expect(planUndo([entryAt(2)], kept).isPossible).toBe(false);
	});

	test("stands in the audit log by kind of change (O5)", () => {
		const [one, two] = [entryAt(0), entryAt(1, { drain: "keep" })];
		const row = ({ number, description }: Entry) => ({ number, description });
		expect(
			auditRows([
				{ before: one, after: null },
				{ before: null, after: two },
				{ before: one, after: { ...one, description: "Claims" } },
				{ before: one, after: { ...one, drain: "remove" } },
				{ before: two, after: { ...two, drain: null } },
			]),
		).toEqual({
			removed: [row(one)],
			returned: [{ ...row(two), drain: "keep" }],
			changed: [{ number: one.number, before: "", after: "Claims" }],
			drained: [{ ...row(one), drain: "remove" }],
			lifted: [row(two)],
		});
	});
});
