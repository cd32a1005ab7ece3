import type { Violation } from "./judge.ts";
import { isAcknowledged, type Operation } from "./operations.ts";

/**
 * A stretch of a run: from the beginning of one fault to the beginning of the next. Milliseconds
 * since 1970.
 */
export type Stretch = { fault: string; from: number; to: number };

type Row = {
	fault: string;
	times: number;
	acknowledged: number;
	statuses: Map<string, number>;
	longest: number;
};

const SHOWN_OF_RULE = 3;
const NUMBERS_SHOWN = 3;
const LINES_OF_NUMBER = 80;

/**
 * One table: a line for each fault, and one for the total. "Without service" is the time between
 * two acknowledged writes.
 */
export function tableOf(stretches: readonly Stretch[], operations: readonly Operation[]): string {
	const inOrder = [...operations].sort((a, b) => a.answered - b.answered);
	const rows = [...new Set(stretches.map(({ fault }) => fault))].map((fault) =>
		sumUp(
			fault,
			stretches.filter((one) => one.fault === fault),
			inOrder,
		),
	);
	const whole = { fault: "in all", from: stretches[0]?.from ?? 0, to: stretches.at(-1)?.to ?? 0 };
	const all = { ...sumUp("in all", [whole], inOrder), times: stretches.length };
	const statuses = [...new Set([...rows, all].flatMap((row) => [...row.statuses.keys()]))].sort();
	const head = ["fault", "times", "200 (acknowledged)", ...statuses, "longest without service"];
	const cells = [...rows, all].map((row) => [
		row.fault,
		String(row.times),
		String(row.acknowledged),
		...statuses.map((status) => String(row.statuses.get(status) ?? 0)),
		`${(row.longest / 1000).toFixed(1)} s`,
	]);
	const widths = head.map((title, column) =>
		Math.max(title.length, ...cells.map((row) => (row[column] as string).length)),
	);
	const line = (row: readonly string[]) =>
		`| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join(" | ")} |`;
	return [line(head), line(widths.map((width) => "-".repeat(width))), ...cells.map(line)].join(
		"\n",
	);
}

function sumUp(fault: string, stretches: readonly Stretch[], inOrder: readonly Operation[]): Row {
	const row: Row = {
		fault,
		times: stretches.length,
		acknowledged: 0,
		statuses: new Map(),
		longest: 0,
	};
	for (const { from, to } of stretches) {
		let last = from;
		for (const operation of inOrder) {
			if (operation.answered < from || operation.answered >= to) continue;
			if (!isAcknowledged(operation)) {
				const status = String(operation.answer?.status ?? "no answer");
				row.statuses.set(status, (row.statuses.get(status) ?? 0) + 1);
				continue;
			}
			row.acknowledged += 1;
			if (operation.call === "retrieve") continue;
			row.longest = Math.max(row.longest, operation.answered - last);
			last = operation.answered;
		}
		row.longest = Math.max(row.longest, to - last);
	}
	return row;
}

/** Violations by rule, a few of each, and the history of the first affected numbers. */
export function listOf(violations: readonly Violation[], operations: readonly Operation[]): string {
	const lines: string[] = [];
	for (const rule of new Set(violations.map((one) => one.rule))) {
		const broken = violations.filter((one) => one.rule === rule);
		lines.push(
			`BROKEN ${broken.length} times: ${rule}`,
			...broken.slice(0, SHOWN_OF_RULE).map(({ what }) => `  ${what}`),
		);
	}
	const numbers = [...new Set(violations.flatMap(({ number }) => number ?? []))].slice(
		0,
		NUMBERS_SHOWN,
	);
	for (const number of numbers)
		lines.push(`History of ${number}:`, ...historyOf(number, operations));
	return lines.join("\n");
}

function historyOf(number: string, operations: readonly Operation[]): string[] {
	const isItsAnswer = ({ answer, body }: Operation) =>
		(body.toPhoneNumber ?? answer?.data.toPhoneNumber) === number;
	const ids = new Set(
		operations.filter(isItsAnswer).map(({ answer, body }) => body.id ?? answer?.data.id),
	);
	const its = operations.filter(
		(one) => isItsAnswer(one) || (one.body.id !== undefined && ids.has(one.body.id)),
	);
	return its
		.sort((a, b) => a.sent - b.sent)
		.slice(-LINES_OF_NUMBER)
		.map(({ call, body, once, life, sent, answered, answer, failure }) => {
			const told =
				answer === null
					? `no answer (${failure})`
					: `${answer.status} ${answer.code} ${JSON.stringify(answer.data)}`;
			return `  ${timeOf(sent)} to ${timeOf(answered)} ${life.name} ${call} ${JSON.stringify(body)} ${once ?? ""}: ${told}`;
		});
}

export const timeOf = (ms: number): string => new Date(ms).toISOString().slice(11, 23);
