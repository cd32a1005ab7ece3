import { API_BODY_BYTES_MAX, type ApiRequest } from "../../api/contract/exchange.ts";
import type { CallRefusal } from "../../domain/phone-systems/noted-call.ts";
import type { Door } from "../door.ts";
import type { Webhook } from "../webhook.ts";

const FORM = "application/x-www-form-urlencoded";
const NO_BODY = new Uint8Array();

/** Reads a request as a webhook of this door, with the bytes of its body. */
export async function readWebhook(
	{ method, path, headers, readBody }: ApiRequest,
	door: Door,
): Promise<Webhook | CallRefusal | "too-slow"> {
	if (!door.methods.some((known) => known === method)) return "wrong-method";
	if (method === "GET") return { method, target: path, headers, body: NO_BODY };
	if (!isForm(headers)) return "wrong-content-type";
	const body = await readBody(API_BODY_BYTES_MAX);
	// A client that has disconnected reads no answer.
	if (body === "gone") return "unreadable";
	return typeof body === "string" ? body : { method, target: path, headers, body };
}

/** A form in UTF-8, or nothing at all. */
function isForm(headers: ApiRequest["headers"]): boolean {
	if ((headers["content-encoding"] ?? "identity").trim().toLowerCase() !== "identity") return false;
	const given = headers["content-type"];
	if (given === undefined) return headers["content-length"] === "0";
	const [type = "", ...parameters] = given.toLowerCase().split(";");
	const charsets = parameters.flatMap(
		(parameter) => /^\s*charset\s*=\s*"?([^"]*?)"?\s*$/.exec(parameter)?.[1] ?? [],
	);
	return (
		type.trim() === FORM &&
		charsets.every((charset) => /^(utf-?8|us-ascii|iso-8859-1)$/.test(charset))
	);
}
