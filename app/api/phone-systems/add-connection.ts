import { v7 as uuidv7 } from "uuid";
import { actorOfKey } from "../../domain/audit/actor.ts";
import { factsOfKind } from "../../domain/phone-systems/connection-kinds.ts";
import { parsePlatformSecret } from "../../domain/phone-systems/parse-connection.ts";
import { createConnection } from "../../operations/phone-systems/create-connection.ts";
import { getEnv } from "../../platform/env.server.ts";
import type { ApiCall, Endpoint, JsonAnswer } from "../contract/exchange.ts";
import { failFields } from "../contract/field-errors.ts";
import { idempotent } from "../contract/idempotent.ts";
import { EXAMPLE_GROUP_ID } from "../provisioning/paths.ts";
import {
	ANY_COUNTRY,
	askedGroups,
	newConnectionBody,
	storedDestination,
} from "./connection-body.ts";
import { answerConnection, failConnection } from "./connection-failures.ts";
import { refuseGroups } from "./connection-groups.ts";
import { CONNECTIONS } from "./connection-paths.ts";
import {
	EXAMPLE_CONNECTION,
	EXAMPLE_WHOLE_CONNECTION,
	wholeConnectionWithSecret,
} from "./describe-connection.ts";

/** POST …/connections: creates a connection, as on the page (P1). */
async function answerCreate(call: ApiCall): Promise<JsonAnswer> {
	const { service, apiKey, body } = call;
	const { DEFAULT_COUNTRY, PUBLIC_URL } = getEnv();
	const parsed = newConnectionBody(DEFAULT_COUNTRY).safeParse(body);
	if (!parsed.success) return failFields(parsed.error);
	const { name, kind, secret, ...given } = parsed.data;
	const groupIds = askedGroups(given) ?? null;
	const refused = await refuseGroups(service.db, apiKey, groupIds);
	if (refused) return refused;
	const read = parsePlatformSecret(kind, secret ?? "");
	const created = await createConnection(
		service,
		{
			requestId: uuidv7(),
			...{ kind, name, groupIds, secret: read.ok ? read.value : null },
			numbersWithoutPlus: given.numbersWithoutPlus ?? factsOfKind(kind).numbersWithoutPlus,
			releasesOnAnswer: given.releasesOnAnswer ?? true,
			target: storedDestination(given.target, null),
			secondTarget: storedDestination(given.secondTarget, null),
			fallback: storedDestination(given.fallback, null),
			userDataKeys: given.userDataKeys ?? [],
			language: given.language ?? "en",
		},
		{ hasPublicUrl: PUBLIC_URL !== undefined },
		actorOfKey(apiKey),
	);
	if (!created.ok) return failConnection(created.error);
	const { id, secret: made } = created.value;
	const more = made === null ? {} : { secret: made };
	return answerConnection({ ...call, params: { connectionId: id } }, more);
}

export const createConnectionEndpoint: Endpoint = {
	method: "POST",
	path: CONNECTIONS,
	scopes: ["provision"],
	tag: "Phone systems",
	operationId: "createConnection",
	summary: "Create a connection",
	description:
		"Creates a connection to a phone system. For a kind whose platform has no secret, such as " +
		"`sip-proxy`, the service makes the " +
		"secret, and this answer alone shows it; an answer that is replayed does not have it. A key " +
		"that is limited to groups must name some of them in `groupIds`.",
	headers: ["Idempotency-Key"],
	takes: { schema: newConnectionBody(ANY_COUNTRY) },
	gives: { schema: wholeConnectionWithSecret, headers: ["ETag"] },
	failures: ["key-limited", "json-flawed", "connection-name-taken", "installation-not-ready"],
	examples: [
		{
			name: "proxy",
			summary: "A SIP proxy, which asks with a key that the service makes",
			body: {
				name: "Kamailio, Frankfurt",
				kind: "sip-proxy",
				groupIds: [EXAMPLE_GROUP_ID],
				target: "sip:agents@pbx.example.com",
				userDataKeys: ["policy"],
			},
			gives: {
				...EXAMPLE_WHOLE_CONNECTION,
				secret: "ctp_3Qm0yqk1o0S9mYtJ8zB6cVdXwR2uLhNfGa7TeP4iKsE",
			},
		},
		{
			name: "twilio",
			summary: "Twilio, for all groups, with the account's auth token",
			body: {
				name: "Twilio",
				kind: "twilio",
				secret: "0123456789abcdef0123456789abcdef",
				target: "+14155550132",
			},
			gives: {
				...EXAMPLE_WHOLE_CONNECTION,
				...{ name: "Twilio", kind: "twilio", limitedToGroups: false, groupIds: undefined },
				...{ target: "+14155550132", userDataKeys: [] },
				secrets: [{ slot: "auth-token", createdAt: EXAMPLE_CONNECTION.createdAt }],
			},
		},
	],
	isStrict: true,
	answer: idempotent("createConnection", answerCreate, { unstored: "secret" }),
};
