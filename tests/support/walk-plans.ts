import fc from "fast-check";
import type { Operation, Parameter } from "../../app/api/openapi/types.ts";
import { DAMAGES, type Damage, damage, HOSTILE_TEXTS } from "./hostile-values.ts";
import { someDnis, valuesOf } from "./json-schema-values.ts";

// Plans for calls, made from the operations in /openapi.json.

/**
 * A planned call. Parts that depend on earlier answers stay open: `nth` selects one of the known
 * things.
 */
export type Plan = {
	kind: "right" | "body" | "header" | "parameter" | "again";
	nth: number;
	body: unknown;
	damage: Damage;
	query: Record<string, unknown>;
	header: { name: string; value: string | null };
	parameter: { of: "path" | "query"; value: string };
	idempotencyKey: string | null;
	correlationId: string | null;
};

const WRONG_HEADERS: Plan["header"][] = [
	...[
		null,
		"",
		" ",
		"nobody's key",
		"create-key",
		"match-key",
		"provision-key",
		"limited-key",
		"one-a-minute-key",
		"one-a-minute-key",
	].map((value) => ({
		name: "x-api-key",
		value,
	})),
	...[
		null,
		"",
		"text/plain",
		"application/x-www-form-urlencoded",
		"application/json; charset=latin1",
		'Application/JSON ; charset="UTF-8"',
		"text/csv",
		"application/json, text/csv",
	].map((value) => ({ name: "content-type", value })),
	...["", "a b", "ü", "x".repeat(255), "x".repeat(256)].map((value) => ({
		name: "idempotency-key",
		value,
	})),
	...[null, "", "*", "e1", '"', '"nothing"', 'W/"g1-1"', '"a", "b"'].map((value) => ({
		name: "if-match",
		value,
	})),
	...["mine", "5F0C2F0E-6C2B-4A39-9A57-0D1F4F6F7B0A", "x".repeat(1000)].map((value) => ({
		name: "x-correlation-id",
		value,
	})),
];

const NO_ID = "00000000-0000-0000-0000-000000000000";
const WRONG_PARAMETERS: Plan["parameter"][] = (["path", "query"] as const).flatMap((of) =>
	[NO_ID, "x", "\0"].map((value) => ({ of, value })),
);

/** Short enough for a path. Not empty, because an empty segment makes another path. */
const hostileText = fc
	.constantFrom(...HOSTILE_TEXTS, NO_ID)
	.filter((text) => text.length > 0 && text.length < 1000);

/**
 * The plans for `howMany` calls of one operation. Each wrong header, parameter and damage occurs
 * for certain, the rest is random. The same seed gives the same plans.
 */
export function plansFor(operation: Operation, howMany: number, seed: number): Plan[] {
	const plans = fc.sample(planFor(operation), { numRuns: howMany, seed });
	const damages = fc.sample(damage, { numRuns: 1_000, seed });
	const certain: Partial<Plan>[] = [
		...WRONG_HEADERS.map((header) => ({ kind: "header" as const, header })),
		...DAMAGES.map((how) => ({
			kind: "body" as const,
			damage: damages.find((one) => one.how === how) as Damage,
		})),
		...WRONG_PARAMETERS.map((parameter) => ({ kind: "parameter" as const, parameter })),
	];
	// Spread out, because a call with one error needs existing things that are otherwise right.
	for (const [index, plan] of certain.entries())
		Object.assign(plans[howMany - 1 - 2 * index] as Plan, plan);
	return plans;
}

/** Values that say what is in the files below. */
const RIGHT_QUERY: Record<string, fc.Arbitrary<string>> = {
	numberColumn: fc.constant("1"),
	descriptionColumn: fc.constantFrom("2", "0"),
	separator: fc.constant("comma"),
	decisions: fc.constantFrom("safe", "safe,leave-out-errors"),
};

function planFor(operation: Operation): fc.Arbitrary<Plan> {
	const query = operation.parameters.filter(
		(one): one is Parameter => "in" in one && one.in === "query",
	);
	return fc.record<Plan>({
		kind: fc.oneof(
			{ weight: 9, arbitrary: fc.constant<Plan["kind"]>("right") },
			{ weight: 6, arbitrary: fc.constant<Plan["kind"]>("body") },
			{ weight: 4, arbitrary: fc.constant<Plan["kind"]>("header") },
			{ weight: 2, arbitrary: fc.constantFrom<Plan["kind"]>("parameter", "again") },
		),
		nth: fc.nat(),
		body: bodies(operation),
		damage,
		query: fc.record(
			Object.fromEntries(
				query.map(({ name, schema }) => {
					const fitting = valuesOf(schema);
					const right = RIGHT_QUERY[name];
					return [name, right ? fc.oneof({ weight: 9, arbitrary: right }, fitting) : fitting];
				}),
			),
			{ requiredKeys: [] },
		),
		header: fc.constantFrom(...WRONG_HEADERS),
		parameter: fc.record({
			of: fc.constantFrom("path" as const, "query" as const),
			value: hostileText,
		}),
		idempotencyKey: fc.oneof(
			{ weight: 3, arbitrary: fc.constant(null) },
			fc.nat(7).map((n) => `walk-${n}`),
		),
		correlationId: fc.option(fc.uuid()),
	}) as fc.Arbitrary<Plan>;
}

function bodies({ requestBody }: Operation): fc.Arbitrary<unknown> {
	const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
	if (content === undefined) return fc.constant(undefined);
	return type === "text/csv" ? csvFiles : valuesOf(content.schema);
}

const csvRow = fc.tuple(fc.oneof({ weight: 8, arbitrary: someDnis }, hostileText), hostileText);
const csvFiles = fc
	.tuple(
		fc.boolean(),
		fc.array(
			fc.oneof(
				csvRow,
				csvRow.map(([number]) => [number, "Claims"]),
			),
			{ maxLength: 6 },
		),
	)
	.map(
		([headed, rows]) =>
			`${headed ? "DNIS,Description\r\n" : ""}${rows.map(([number, text]) => `${number},"${text?.replaceAll('"', '""')}"\r\n`).join("")}`,
	);
