import { OPERATIONS } from "./operations.ts";
import type { operations } from "./schema.d.ts";

type Id = keyof typeof OPERATIONS & keyof operations;
type Parameters<I extends Id> = operations[I]["parameters"];
type Part<Given, Name extends string> = Given extends { [name in Name]: infer Value }
	? Value extends undefined
		? unknown
		: { [name in Name]: Value }
	: Given extends { [name in Name]?: infer Value }
		? { [name in Name]?: Value }
		: unknown;
type Body<I extends Id> = operations[I] extends { requestBody: { content: infer Content } }
	? { body: Content[keyof Content] }
	: unknown;

/** What a call takes: values in the path, the query and headers, and a body. */
export type Input<I extends Id> = Part<Parameters<I>, "path"> &
	Part<Parameters<I>, "query"> &
	Part<Parameters<I>, "header"> &
	Body<I>;

type Answer<I extends Id> = operations[I]["responses"] extends {
	200: { content: infer Content };
}
	? Content[keyof Content]
	: never;

/** What a call gives: `data` of the envelope, or the text of a file. */
export type Output<I extends Id> = Answer<I> extends { data: infer Data } ? Data : Answer<I>;

/** A function for each operation, by its `operationId`. */
export type Client = { [I in Id]: (input: Input<I>) => Promise<Output<I>> };

/** What is wrong with one field, parameter, header or row. */
export type FieldError = { field: string; code: string; message: string; suggestion?: string };

/** A refusal. `code` is stable: see docs/api.md. `retryAfterSeconds` is set with 429 and 503. */
export class CallInError extends Error {
	constructor(
		readonly httpStatus: number,
		readonly code: number,
		message: string,
		readonly corrId: string,
		readonly errors: FieldError[],
		readonly retryAfterSeconds: number | undefined,
	) {
		super(message);
	}
}

type AnyInput = {
	path?: Record<string, unknown>;
	query?: Record<string, unknown>;
	header?: Record<string, unknown>;
	body?: unknown;
};

/**
 * A client of the Call-In API at `origin`, such as `https://call-in.example.com`. It works in Node 20
 * and newer, and needs no other package. Keep the key on a server: whoever has it can call.
 */
export function createClient({ origin, apiKey }: { origin: string; apiKey: string }): Client {
	const base = new URL("/engagement/v3", origin).href;
	const call = async (id: Id, input: AnyInput = {}): Promise<unknown> => {
		const { method, path, takes } = OPERATIONS[id];
		const filled = path.replace(/\{(\w+)\}/g, (_, name) =>
			encodeURIComponent(String(input.path?.[name])),
		);
		const query = new URLSearchParams(
			Object.entries(input.query ?? {}).flatMap(([name, value]) =>
				value === undefined || value === null ? [] : [[name, String(value)]],
			),
		);
		const response = await fetch(`${base}${filled}${query.size > 0 ? `?${query}` : ""}`, {
			method,
			headers: {
				"x-api-key": apiKey,
				...(takes !== null && { "content-type": takes }),
				...Object.fromEntries(
					Object.entries(input.header ?? {}).flatMap(([name, value]) =>
						value === undefined ? [] : [[name, String(value)]],
					),
				),
			},
			...(takes !== null && {
				body: takes === "application/json" ? JSON.stringify(input.body) : String(input.body),
			}),
		});
		const text = await response.text();
		const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
		const answer = isJson ? JSON.parse(text) : text;
		if (response.ok) return isJson && "data" in answer ? answer.data : answer;
		const {
			code = 0,
			message = response.statusText,
			corrId = "",
			errors = [],
		} = (isJson ? answer.status : undefined) ?? {};
		const wait = response.headers.get("retry-after");
		const seconds = wait === null ? undefined : Number(wait);
		throw new CallInError(response.status, code, message, corrId, errors, seconds);
	};
	return Object.fromEntries(
		Object.keys(OPERATIONS).map((id) => [id, (input?: AnyInput) => call(id as Id, input)]),
	) as unknown as Client;
}
