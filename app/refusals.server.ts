import { isApiPath } from "./api/exchange.ts";
import { refuseUnread } from "./api/refusal.ts";
import type { WordRefusal } from "./http/guarded-server.server.ts";
import { plainAnswer } from "./http/page-handler.server.ts";
import { noPageHeaders } from "./http/security-headers.server.ts";

const SENTENCES = {
	400: "This is not a valid HTTP request.",
	408: "This did not arrive in time. Try again.",
	414: "This address is too long.",
	431: "These are too many headers, or too long ones.",
};

/** What the server refuses before any route is asked: in the API's envelope for a path of the API (C2), else in a sentence. */
export const wordRefusal: WordRefusal = (status, url) => {
	if (url === null || !isApiPath(url)) return plainAnswer(SENTENCES[status], false);
	const { headers, body } = refuseUnread(status);
	return { headers: { ...headers, ...noPageHeaders(false) }, body };
};
