import { curlCommand, type WrittenCall } from "./curl-command.ts";

/** The languages in which the reference writes a call (C13). */
export const SAMPLE_LANGUAGES = ["curl", "node", "python"] as const;
export type SampleLanguage = (typeof SAMPLE_LANGUAGES)[number];

/**
 * A call in a language, to paste and run: with the key from the variable KEY, without packages. It
 * prints the status and the answer, also of a refusal.
 */
export function callSample(language: SampleLanguage, call: WrittenCall): string {
	switch (language) {
		case "curl":
			return curlCommand(call);
		case "node":
			return nodeSample(call);
		case "python":
			return pythonSample(call);
	}
}

/** For Node 20 or newer, as an ES module. */
function nodeSample({ method, url, headers, body, hasKey }: WrittenCall): string {
	const sent = [
		...(hasKey ? ['"x-api-key": process.env.KEY'] : []),
		...Object.entries(headers).map(([name, value]) => `${text(name)}: ${text(value)}`),
	];
	const json = asJson(body);
	const written =
		body === null
			? []
			: [json === undefined ? `body: ${text(body)}` : `body: JSON.stringify(${indented(json)})`];
	const options = [`method: ${text(method)}`, `headers: { ${sent.join(", ")} }`, ...written];
	return [
		`const answer = await fetch(${text(url)}, {`,
		...options.map((option) => `  ${option},`),
		"});",
		"console.log(answer.status, await answer.text());",
	].join("\n");
}

/** For Python 3.9 or newer. */
function pythonSample({ method, url, headers, body, hasKey }: WrittenCall): string {
	const sent = [
		...(hasKey ? ['"x-api-key": os.environ["KEY"]'] : []),
		...Object.entries(headers).map(([name, value]) => `${text(name)}: ${text(value)}`),
	];
	const json = asJson(body);
	const written =
		body === null
			? []
			: [
					json === undefined
						? `data=${text(body)}.encode()`
						: `data=json.dumps(${pythonValue(json, "    ")}).encode()`,
				];
	const options = [`method=${text(method)}`, `headers={${sent.join(", ")}}`, ...written];
	return [
		`import ${json === undefined ? "" : "json, "}os, urllib.error, urllib.request`,
		"",
		"call = urllib.request.Request(",
		`    ${text(url)},`,
		...options.map((option) => `    ${option},`),
		")",
		"try:",
		"    answer = urllib.request.urlopen(call)",
		"except urllib.error.HTTPError as refusal:",
		"    answer = refusal",
		"print(answer.status, answer.read().decode())",
	].join("\n");
}

/**
 * A text as a literal. What JSON escapes, JavaScript and Python read alike, but for halves of
 * surrogate pairs, which no example has.
 */
const text = (value: string): string => JSON.stringify(value);

/** The value of a JSON body; undefined for any other body. */
function asJson(body: string | null): unknown {
	try {
		return body === null ? undefined : JSON.parse(body);
	} catch {
		return undefined;
	}
}

/** JSON as a JavaScript literal, indented as the second line of a call. */
const indented = (value: unknown): string =>
	JSON.stringify(value, null, 2).replaceAll("\n", "\n  ");

function pythonValue(value: unknown, indent: string): string {
	if (value === null) return "None";
	if (value === true) return "True";
	if (value === false) return "False";
	if (typeof value !== "object") return JSON.stringify(value);
	const inner = `${indent}    `;
	const isList = Array.isArray(value);
	const items = isList
		? value.map((item) => pythonValue(item, inner))
		: Object.entries(value).map(([key, item]) => `${text(key)}: ${pythonValue(item, inner)}`);
	const [open, close] = isList ? "[]" : "{}";
	if (items.length === 0) return `${open}${close}`;
	return `${open}\n${items.map((item) => `${inner}${item},\n`).join("")}${indent}${close}`;
}
