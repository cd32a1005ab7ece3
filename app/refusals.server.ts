import { isApiPath } from "./api/contract/exchange.ts";
import { refuseUnread } from "./api/contract/refuse-unread.ts";
import { noteRefusal } from "./http/server/exchange.server.ts";
import type { Refuse } from "./http/server/guarded-server.server.ts";
import { pathOfTarget } from "./http/server/host.server.ts";
import { plainAnswer } from "./http/server/plain-answer.server.ts";
import { type Front, isHttps } from "./http/server/proxy.server.ts";
import { noPageHeaders } from "./http/server/security-headers.server.ts";
import { RETRY_AFTER } from "./http/server/unavailable.server.ts";
import { CORRELATION_HEADER } from "./platform/correlation-id.server.ts";
import { texts } from "./texts/texts.ts";

const words = texts.messages.server;

const SENTENCES = {
	400: words.requestInvalid,
	408: words.tooSlow,
	414: words.addressTooLong,
	417: words.expectationUnknown,
	431: words.headersTooLarge,
	503: words.noRoom,
};

/**
 * Words the refusals sent before routing: the API's envelope for an API path (C2), else a sentence.
 * Each is counted and logged. Without a PUBLIC_URL, HSTS needs a read head: without a head, HTTPS
 * is unknown.
 */
export const refuseBy =
	(trustedProxies: number, publicUrl?: Front["publicUrl"]): Refuse =>
	(refused) => {
		const { status, url, request } = refused;
		const corrId = noteRefusal(refused, trustedProxies);
		const secure = isHttps(request, { trustedProxies, publicUrl });
		const inApi = url !== null && isApiPath(pathOfTarget(url));
		const { headers, body } = inApi
			? refuseUnread(status, corrId)
			: plainAnswer(SENTENCES[status], secure);
		const retry: Record<string, string> = status === 503 ? { "retry-after": RETRY_AFTER } : {};
		return {
			headers: {
				...headers,
				...retry,
				...(inApi ? noPageHeaders(secure) : {}),
				[CORRELATION_HEADER]: corrId,
			},
			body,
		};
	};
