import type { ConsoleInput } from "./console.ts";
import { fieldOf } from "./console.ts";
import type { ReferenceOperation, ReferenceParameter } from "./reference.ts";

/** What there is on this installation: examples with it work as they are. */
export type Real = { group?: { id: string; name: string }; requestId?: string };

/**
 * The form's initial values: the example's, with a real group and the ID of an earlier answer in
 * place of invented ones. For a call that makes changes, the query starts with the example's values
 * too: an import starts as a dry run.
 */
export function exampleInput(
	operation: ReferenceOperation,
	body: string,
	real: Real = {},
): ConsoleInput {
	const { method, parameters } = operation;
	const isFilled = ({ place, isRequired }: ReferenceParameter) =>
		isRequired || (place === "query" && method !== "GET");
	const filledIn = ({ place, name, example }: ReferenceParameter) =>
		place === "path" && name === "groupId" ? (real.group?.id ?? example) : example;
	return {
		parameters: Object.fromEntries(
			parameters.map((parameter) => [
				fieldOf(parameter),
				isFilled(parameter) ? filledIn(parameter) : "",
			]),
		),
		body: withReal(body, real),
	};
}

/** The same body with what is real, where it has such fields. */
function withReal(body: string, { group, requestId }: Real): string {
	if (!body.startsWith("{")) return body;
	const sent = JSON.parse(body) as Record<string, unknown>;
	if ("groupName" in sent && group) sent.groupName = group.name;
	for (const field of ["id", "requestId"])
		if (field in sent && requestId !== undefined) sent[field] = requestId;
	return JSON.stringify(sent, null, 2);
}

/** Calls that go on with what a call made: the field that takes its ID, and the operations. */
const NEXT: Record<string, { takes: keyof NextId; operations: readonly string[] }> = {
	createCallInRequest: {
		takes: "request",
		operations: [
			"retrieveCallInRequest",
			"extendCallInRequest",
			"cancelCallInRequest",
			"listAttempts",
		],
	},
	createGroup: {
		takes: "group",
		operations: ["readGroup", "changeGroupSettings", "addPoolEntry", "deleteGroup"],
	},
};
type NextId = { request: string; group: string };

/** A call to go on with, and the query that fills its form with the ID of an answer. */
export type NextCall = { operationId: string; query: string };

/** The calls that go on with an answer's `data.id`; none for a failure or any other call. */
export function nextCalls(operationId: string, answerBody: string): NextCall[] {
	const next = NEXT[operationId];
	const id = /^\{[\s\S]*"data": \{\s*"id": "([\da-f-]{36})"/.exec(answerBody)?.[1];
	if (next === undefined || id === undefined) return [];
	return next.operations.map((operation) => ({
		operationId: operation,
		query: new URLSearchParams({ operation, [next.takes]: id }).toString(),
	}));
}
