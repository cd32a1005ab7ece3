import { answerApi } from "../../app/api/answer.ts";
import type { ApiRequest } from "../../app/api/contract/exchange.ts";
import { answerResource } from "../../app/api/resource-route.server.ts";
import type { Process } from "./databases.ts";

export type ApiCall = {
	method?: string;
	path: string;
	headers?: Record<string, string>;
	body?: unknown;
};
// biome-ignore lint/suspicious/noExplicitAny: what comes back is looked into field by field
export type ApiReply = { status: number; headers: Record<string, string>; body: any };

const prepare = ({ method = "POST", path, headers = {}, body }: ApiCall) => ({
	method,
	path,
	headers: { "content-type": "application/json", ...headers },
	// A text is sent unchanged, because it may be invalid JSON.
	text: body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body),
});
const webRequest = (origin: string, call: ApiCall): Request => {
	const { method, path, headers, text } = prepare(call);
	return new Request(origin + path, {
		method,
		headers,
		...(["GET", "HEAD"].includes(method) ? {} : { body: text }),
	});
};
const read = async (response: Response): Promise<ApiReply> => ({
	status: response.status,
	headers: Object.fromEntries(response.headers),
	body: parse(await response.text()),
});
/** JSON as its value, a file as its text, an empty body as nothing. */
const parse = (text: string): unknown => (text.startsWith("{") ? JSON.parse(text) : text);

/** A body that is complete from the start. */
export const wholeBody =
	(bytes: Uint8Array): ApiRequest["readBody"] =>
	async (bytesMax) =>
		bytes.byteLength > bytesMax ? "too-large" : bytes;

/**
 * The ways into the API: the server's plain function, the resource route, and a whole server
 * process at `origin`.
 */
export const waysIn = ({ service }: Process, origin: string) => ({
	plainly: async (call: ApiCall): Promise<ApiReply> => {
		const { text, ...request } = prepare(call);
		const answer = await answerApi(
			{ ...request, readBody: wholeBody(new TextEncoder().encode(text)) },
			service,
		);
		return { ...answer, body: parse(answer.body) };
	},
	byRoute: async (call: ApiCall): Promise<ApiReply> =>
		read(await answerResource(webRequest("http://localhost", call), service)),
	byHttp: async (call: ApiCall): Promise<ApiReply> => read(await fetch(webRequest(origin, call))),
});
