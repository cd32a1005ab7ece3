import { z } from "zod";
import { readOwnApiKey } from "../../../db/keys/own-api-key.ts";
import { actorOfKey } from "../../domain/audit/actor.ts";
import { OLD_SECRET_DEFAULT, OWN_OLD_SECRET_SECONDS } from "../../domain/keys/key-life.ts";
import { API_SCOPES } from "../../domain/people/roles.ts";
import { rotateApiKey } from "../../operations/keys/edit-api-key.ts";
import { texts } from "../../texts/texts.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint, JsonAnswer } from "../contract/exchange.ts";
import { failFields } from "../contract/field-errors.ts";
import { idempotent } from "../contract/idempotent.ts";
import { describeMyKey, myKeyData } from "./describe-my-key.ts";

const PATH = "/engagement/v3/keys/me";
const words = texts.messages.api.fields;

const EXAMPLE: z.infer<typeof myKeyData> = {
	...{ id: "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f21", name: "Mobile app, production" },
	isTest: false,
	...{ scopes: ["create"], numbersWithoutPlus: "any", networks: ["203.0.113.0/24"] },
	limit: { requestsPerMinute: 600, remaining: 598, resetSeconds: 42 },
	createdAt: "2026-11-22T21:43:29.123Z",
	...{ expiresAt: "2027-11-22T21:43:29.123Z", expiresInSeconds: 31_535_000 },
	...{ usesOldSecret: false, warnings: [] },
};

/** GET …/keys/me: what the key may do, and what is left of its limit (C15). */
async function answerRead({ service, apiKey, allowance }: ApiCall): Promise<ApiAnswer> {
	const key = await readOwnApiKey(service.db, apiKey);
	if (key === null) return fail("key-unknown");
	return { ok: true, data: describeMyKey(key, allowance) };
}

export const readMyKeyEndpoint: Endpoint = {
	method: "GET",
	path: PATH,
	scopes: API_SCOPES,
	tag: "API keys",
	operationId: "readMyKey",
	summary: "Read what this key may do",
	description:
		"Returns the rights of the key that the call brings, its expiry, and what is left of its " +
		"limit. Read `warnings` once a day, so that no key stops unexpectedly.",
	gives: { schema: myKeyData },
	testKeys: "key",
	failures: ["fields-wrong"],
	examples: [{ name: "key", summary: "A key of an app", gives: EXAMPLE }],
	isStrict: true,
	answer: answerRead,
};

const rotationBody = z.object({
	oldSecretSeconds: z
		.literal(
			OWN_OLD_SECRET_SECONDS,
			words.mustBeOneOf({ values: OWN_OLD_SECRET_SECONDS.map(String) }),
		)
		.nullish()
		.meta({
			description:
				"How long the old secret stays valid beside the new one, in seconds. " +
				`Default ${OLD_SECRET_DEFAULT}, a day.`,
		}),
});

const rotatedData = z.object({
	secret: z.string().optional().meta({
		description: "The new secret, shown this once. An answer that is replayed does not have it.",
	}),
	oldSecretUntil: z.iso
		.datetime()
		.meta({ description: "Until when the secret of this call works, in ISO 8601, UTC." }),
});

/** POST …/keys/me/rotate: a new secret for the key that the call brings (C11a). */
async function answerRotate({ service, apiKey, body }: ApiCall): Promise<JsonAnswer> {
	const parsed = rotationBody.safeParse(body);
	if (!parsed.success) return failFields(parsed.error);
	const oldSecretSeconds = parsed.data.oldSecretSeconds ?? OLD_SECRET_DEFAULT;
	// An old secret that leaked must not become a new one, also while a process trusts it.
	const rotation = { oldSecretSeconds, replaces: { keyHash: apiKey.secretHash ?? "" } };
	const rotated = await rotateApiKey(service.db, apiKey.id, rotation, actorOfKey(apiKey));
	if (rotated === "secret-old") return fail("key-secret-old");
	if (rotated?.oldSecretUntil == null) return fail("key-unknown");
	const { secret, oldSecretUntil } = rotated;
	return {
		ok: true,
		data: { secret, oldSecretUntil: oldSecretUntil.toISOString() } satisfies z.infer<
			typeof rotatedData
		>,
	};
}

export const rotateMyKeyEndpoint: Endpoint = {
	method: "POST",
	path: `${PATH}/rotate`,
	scopes: API_SCOPES,
	tag: "API keys",
	operationId: "rotateMyKey",
	summary: "Give this key a new secret",
	description:
		"Makes a new secret for the key that the call brings, and shows it once. It works at once. " +
		"The old one works for a while longer, so that all servers can change over; it cannot " +
		"rotate the key again. Name, rights and expiry stay. New keys, and other rights, are made " +
		"by an Administrator only.",
	headers: ["Idempotency-Key"],
	takes: { schema: rotationBody },
	gives: { schema: rotatedData },
	testKeys: "key",
	failures: ["json-flawed", "key-secret-old"],
	examples: [
		{
			name: "aWeek",
			summary: "A week for changing over",
			body: { oldSecretSeconds: 604_800 },
			gives: {
				secret: "cti_3Qm0yqk1o0S9mYtJ8zB6cVdXwR2uLhNfGa7TeP4iKsE",
				oldSecretUntil: "2026-12-06T21:43:29.123Z",
			},
		},
	],
	isStrict: true,
	answer: idempotent("rotateMyKey", answerRotate, { unstored: "secret" }),
};
