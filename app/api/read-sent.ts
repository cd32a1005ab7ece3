import { scanJson } from "../domain/json-scan.ts";
import { texts } from "../texts/texts.ts";
import { fail } from "./contract/envelope.ts";
import {
	API_BODY_BYTES_MAX,
	type ApiCall,
	type ApiRequest,
	type Endpoint,
} from "./contract/exchange.ts";

const words = texts.messages.api;
const NO_FILE = new Uint8Array();

/** Reads the body as the endpoint's type, JSON or file. An unreadable body is a failure. */
export async function readSent(
	endpoint: Endpoint,
	{ headers, readBody }: ApiRequest,
): Promise<{ ok: true; value: Pick<ApiCall, "body" | "file"> } | ReturnType<typeof fail>> {
	if (endpoint.method === "GET" || endpoint.method === "DELETE")
		return { ok: true, value: { body: {}, file: NO_FILE } };
	const takesCsv = endpoint.takes?.type === "text/csv";
	const takesFile = takesCsv || endpoint.takes?.isFile === true;
	const refused = takesCsv ? "media-type-not-csv" : "media-type-wrong";
	if (!isOfType(headers["content-type"], takesCsv ? CSV : JSON_TEXT)) return fail(refused);
	if ((headers["content-encoding"] ?? "identity").trim().toLowerCase() !== "identity")
		return fail(refused, { message: words.noContentEncoding });
	const bytes = await readBody(endpoint.bodyBytesMax ?? API_BODY_BYTES_MAX);
	// The client has disconnected: no one reads this answer.
	if (bytes === "gone") return fail("body-not-json");
	if (bytes === "too-slow") return fail("request-too-slow");
	if (bytes === "too-large") return fail(takesFile ? "file-too-large" : "body-too-large");
	if (takesFile) return { ok: true, value: { body: {}, file: bytes } };
	const text = decode(bytes);
	const flaw = text !== null && endpoint.isStrict ? scanJson(text, STRICT_DEPTH_MAX) : null;
	if (flaw?.code === "file-too-deep")
		return fail("json-flawed", { message: words.nestedTooDeep(flaw) });
	const body = text === null ? null : parseObject(text);
	if (body === null) return fail("body-not-json");
	if (flaw) return fail("json-flawed", { message: words.doubledField(flaw) });
	return { ok: true, value: { body, file: NO_FILE } };
}

const STRICT_DEPTH_MAX = 64;

const JSON_TEXT = { type: "application/json", charsets: ["utf-8", "utf8"] };
// A file's encoding is detected from its bytes.
const CSV = {
	type: "text/csv",
	charsets: ["utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii"],
};

/** Whether the media type matches, with any parameters except an unsupported charset. */
function isOfType(
	contentType: string | undefined,
	accepted: { type: string; charsets: string[] },
): boolean {
	const [type = "", ...parameters] = (contentType ?? "").toLowerCase().split(";");
	const charsets = parameters.map(
		(parameter) => /^\s*charset\s*=\s*"?([^"]*?)"?\s*$/.exec(parameter)?.[1],
	);
	return (
		type.trim() === accepted.type &&
		charsets.every((charset) => charset === undefined || accepted.charsets.includes(charset))
	);
}

const decoder = new TextDecoder("utf-8", { fatal: true });

function decode(body: Uint8Array): string | null {
	try {
		return decoder.decode(body);
	} catch {
		return null;
	}
}

function parseObject(text: string): Record<string, unknown> | null {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === "object" && value !== null && !Array.isArray(value)
			? (value as Record<string, unknown>)
			: null;
	} catch {
		return null;
	}
}
