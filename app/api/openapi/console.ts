import { curlCommand } from "../../domain/curl-command.ts";
import { texts } from "../../texts/texts.ts";
import { answerApi } from "../answer.ts";
import type { ReferenceOperation, ReferenceParameter } from "./reference.ts";

const words = texts.messages.api.console;

/**
 * What was filled in: parameters by the names of their fields, and the body as text. Never the key.
 */
export type ConsoleInput = { parameters: Record<string, string>; body: string };

/** A call that can be sent. `path` is below the origin, with its query. */
export type ConsoleCall = {
	method: string;
	path: string;
	headers: Record<string, string>;
	body: string | null;
};

export type ConsoleAnswer = {
	status: number;
	headers: [name: string, value: string][];
	body: string;
	milliseconds: number;
};

/** The name of a parameter's field. */
export const fieldOf = ({ place, name }: Pick<ReferenceParameter, "place" | "name">): string =>
	`${place}-${name}`;

/**
 * What the form begins with. A call that changes something begins as its example in the query too:
 * an import, as a dry run.
 */
export function exampleInput(
	{ method, parameters }: ReferenceOperation,
	body: string,
): ConsoleInput {
	const isFilled = ({ place, isRequired }: ReferenceParameter) =>
		isRequired || (place === "query" && method !== "GET");
	return {
		parameters: Object.fromEntries(
			parameters.map((parameter) => [
				fieldOf(parameter),
				isFilled(parameter) ? parameter.example : "",
			]),
		),
		body,
	};
}

/**
 * Puts a call together, or says at each field what could not be sent. What is sent and wrong is for
 * the API to tell.
 */
export function readConsoleCall(
	{ method, path, parameters, takes }: ReferenceOperation,
	input: ConsoleInput,
): { ok: true; call: ConsoleCall } | { ok: false; problems: Record<string, string> } {
	const problems: Record<string, string> = {};
	const given = (place: ReferenceParameter["place"]) =>
		parameters
			.filter((parameter) => parameter.place === place)
			.map((parameter) => ({
				...parameter,
				field: fieldOf(parameter),
				value: input.parameters[fieldOf(parameter)]?.trim() ?? "",
			}));
	let filled = path;
	for (const { name, field, value } of given("path")) {
		// A dot alone is a step in a path, and clients would take it.
		if (value === "" || /^\.\.?$/.test(value)) problems[field] = words.fieldMissing({ name });
		filled = filled.replace(`{${name}}`, () => encodeURIComponent(value));
	}
	const query = new URLSearchParams(
		given("query").flatMap(({ name, value }) => (value === "" ? [] : [[name, value]])),
	);
	const headers: Record<string, string> = takes ? { "content-type": takes.type } : {};
	for (const { name, field, value } of given("header")) {
		if (!/^[\x20-\x7e]*$/.test(value)) problems[field] = words.headerCharacters;
		if (value !== "") headers[name.toLowerCase()] = value;
	}
	// Forms send every line break as two characters.
	const body = takes ? input.body.replace(/\r\n?/g, "\n") : null;
	if (body?.includes("\0")) problems.body = words.noNul;
	if (Object.keys(problems).length > 0) return { ok: false, problems };
	return {
		ok: true,
		call: { method, path: query.size > 0 ? `${filled}?${query}` : filled, headers, body },
	};
}

/**
 * Sends a call as if it had come in from outside: key, scopes, limits and errors are the real ones.
 * The key is used for that, and nothing else.
 */
export async function sendConsoleCall(
	{ method, path, headers, body }: ConsoleCall,
	key: string,
): Promise<ConsoleAnswer> {
	const bytes = new TextEncoder().encode(body ?? "");
	const begun = performance.now();
	const answer = await answerApi({
		method,
		path,
		headers: { ...headers, ...(key === "" ? {} : { "x-api-key": key }) },
		readBody: async (bytesMax) => (bytes.byteLength > bytesMax ? "too-large" : bytes),
	});
	return {
		status: answer.status,
		headers: Object.entries(answer.headers),
		body: pretty(answer.body),
		milliseconds: Math.round((performance.now() - begun) * 10) / 10,
	};
}

/** The same call for a shell. */
export const curlOf = ({ path, ...call }: ConsoleCall, origin: string, hasKey: boolean): string =>
	curlCommand({ ...call, url: origin + path, hasKey });

/** JSON with a line for each value; a file as it is. */
function pretty(body: string): string {
	try {
		return JSON.stringify(JSON.parse(body), null, 2);
	} catch {
		return body;
	}
}
