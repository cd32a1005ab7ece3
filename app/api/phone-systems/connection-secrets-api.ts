import { actorOfKey } from "../../domain/audit/actor.ts";
import { parseKind } from "../../domain/phone-systems/connection-kinds.ts";
import {
	OLD_SECRET_DEFAULT,
	parsePlatformSecret,
} from "../../domain/phone-systems/parse-connection.ts";
import {
	endOldSecret,
	rotateConnectionSecret,
} from "../../operations/phone-systems/rotate-connection-secret.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiCall, Endpoint, JsonAnswer } from "../contract/exchange.ts";
import { failFields } from "../contract/field-errors.ts";
import { idempotent } from "../contract/idempotent.ts";
import { rotationBody } from "./connection-body.ts";
import {
	answerChanged,
	answerConnection,
	failConnection,
	findConnectionAsRead,
} from "./connection-failures.ts";
import {
	CONNECTION_SECRETS,
	connectionParams,
	EXAMPLE_CONNECTION_ID,
	OLD_CONNECTION_SECRET,
} from "./connection-paths.ts";
import {
	EXAMPLE_WHOLE_CONNECTION,
	wholeConnectionData,
	wholeConnectionWithSecret,
} from "./describe-connection.ts";

const params = { connectionId: EXAMPLE_CONNECTION_ID };
const changed = { updatedBy: "Deployment", etag: '"c2"' };
const shared = {
	scopes: ["provision"],
	tag: "Phone systems",
	params: connectionParams,
	headers: ["If-Match"],
	isStrict: true,
} satisfies Partial<Endpoint>;

/**
 * POST …/secrets: a new secret, beside which the old one stays valid for a time.
 */
async function answerRotate(call: ApiCall): Promise<JsonAnswer> {
	const found = await findConnectionAsRead(call);
	if (!found.ok) return found;
	const { id, version, ...connection } = found.value;
	const kind = parseKind(connection.kind);
	if (kind === undefined) return fail("connection-gone");
	const parsed = rotationBody(kind).safeParse(call.body);
	if (!parsed.success) return failFields(parsed.error);
	const read = parsePlatformSecret(kind, parsed.data.secret ?? "");
	const rotated = await rotateConnectionSecret(
		call.service,
		id,
		{
			secret: read.ok ? read.value : null,
			keep: parsed.data.oldSecretSeconds ?? OLD_SECRET_DEFAULT,
		},
		actorOfKey(call.apiKey),
		version,
	);
	if (!rotated.ok) return failConnection(rotated.error);
	const { secret } = rotated.value;
	return answerConnection(call, secret === null ? {} : { secret });
}

export const rotateConnectionSecretEndpoint: Endpoint = {
	...shared,
	method: "POST",
	path: CONNECTION_SECRETS,
	operationId: "rotateConnectionSecret",
	summary: "Give a connection a new secret",
	description:
		"Sets a new secret. The old one stays valid beside it for a time, so that no call is refused " +
		"while the phone system changes over. Secrets before that end at once. For the kind " +
		"`sip-proxy` the service makes the secret, and this answer alone shows it; an answer that is " +
		"replayed does not have it. If it is lost, read the connection again, and rotate with " +
		"another `Idempotency-Key`.",
	headers: ["If-Match", "Idempotency-Key"],
	takes: { schema: rotationBody(null) },
	gives: { schema: wholeConnectionWithSecret, headers: ["ETag"] },
	failures: ["connection-gone", "json-flawed", "installation-not-ready"],
	examples: [
		{
			name: "proxy",
			summary: "A new key of a SIP proxy; the old one works for an hour",
			params,
			body: { oldSecretSeconds: 3600 },
			gives: {
				...EXAMPLE_WHOLE_CONNECTION,
				...changed,
				secrets: [
					{ slot: "key", createdAt: "2026-11-23T08:00:00.000Z" },
					{
						slot: "key",
						createdAt: "2026-11-22T21:43:29.123Z",
						validUntil: "2026-11-23T09:00:00.000Z",
					},
				],
				secret: "ctp_8sKp2LmQ9vXeR4tYwZ7bN1cFhJ6dGaUoI3iS5kTqP0E",
			},
		},
	],
	answer: idempotent("rotateConnectionSecret", answerRotate, { unstored: "secret" }),
};

export const endOldConnectionSecretEndpoint: Endpoint = {
	...shared,
	method: "DELETE",
	path: OLD_CONNECTION_SECRET,
	operationId: "endOldConnectionSecret",
	summary: "End the old secret of a connection",
	description: "Ends the old secret of a rotation now. Without an old one, nothing changes.",
	gives: { schema: wholeConnectionData, headers: ["ETag"] },
	failures: ["fields-wrong", "connection-gone"],
	examples: [
		{
			name: "ended",
			summary: "A connection whose new secret works everywhere",
			params,
			gives: { ...EXAMPLE_WHOLE_CONNECTION, ...changed },
		},
	],
	answer: (call) =>
		answerChanged(call, ({ id, version }) =>
			endOldSecret(call.service, id, actorOfKey(call.apiKey), version),
		),
};
