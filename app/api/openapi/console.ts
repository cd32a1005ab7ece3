import { callSample, type SampleLanguage } from "../../domain/call-samples.ts";
import { texts } from "../../texts/texts.ts";
import { answerApi } from "../answer.ts";
import type { ReferenceOperation, ReferenceParameter } from "./reference.ts";

const words = texts.messages.api.console;

/** The form's input: parameters by field name, and the body as text. Never the key. */
export type ConsoleInput = { parameters: Record<string, string>; body: string };

/** A call ready to send. `path` is the path after the origin, with its query. */
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
 * Builds a call, or reports an error at each field that cannot be sent. All other validation is the
 * API's.
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
		// A dot segment changes the path: clients would resolve it.
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
	// Forms send every line break as CR LF.
	const body = takes ? input.body.replace(/\r\n?/g, "\n") : null;
	if (body?.includes("\0")) problems.body = words.noNul;
	if (Object.keys(problems).length > 0) return { ok: false, problems };
	return {
		ok: true,
		call: { method, path: query.size > 0 ? `${filled}?${query}` : filled, headers, body },
	};
}

/**
 * Sends a call as if from the reader's own machine: key, client networks, scopes, limits and errors
 * are real. The key is used for this call only.
 */
export async function sendConsoleCall(
	{ method, path, headers, body }: ConsoleCall,
	key: string,
	clientAddress: string,
): Promise<ConsoleAnswer> {
	const bytes = new TextEncoder().encode(body ?? "");
	const begun = performance.now();
	const answer = await answerApi({
		method,
		path,
		headers: {
			...{ ...headers, "x-client-address": clientAddress },
			...(key === "" ? {} : { "x-api-key": key }),
		},
		readBody: async (bytesMax) => (bytes.byteLength > bytesMax ? "too-large" : bytes),
	});
	return {
		status: answer.status,
		headers: Object.entries(answer.headers),
		body: pretty(answer.body),
		milliseconds: Math.round((performance.now() - begun) * 10) / 10,
	};
}

/** The call in a language, to run elsewhere. */
export const sampleOf = (
	language: SampleLanguage,
	{ path, ...call }: ConsoleCall,
	origin: string,
	hasKey: boolean,
): string => callSample(language, { ...call, url: origin + path, hasKey });

/** JSON with one value a line; a file unchanged. */
function pretty(body: string): string {
	try {
		return JSON.stringify(JSON.parse(body), null, 2);
	} catch {
		return body;
	}
}
