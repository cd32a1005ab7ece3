import { z } from "zod";
import { HEARD_LANGUAGES } from "../../domain/conversation/heard-language.ts";
import { RING_SECONDS } from "../../domain/conversation/next-step.ts";
import type { CountryCode } from "../../domain/numbers/numbering-plan.ts";
import { WITHOUT_PLUS } from "../../domain/numbers/readings.ts";
import { parseDestination } from "../../domain/phone-systems/call-destination.ts";
import { messageOfDestinationError } from "../../domain/phone-systems/connection-errors.ts";
import {
	CONNECTION_KIND_CODES,
	type ConnectionKind,
	factsOfKind,
} from "../../domain/phone-systems/connection-kinds.ts";
import {
	CONNECTION_NAME_MAX,
	OLD_SECRET_DEFAULT,
	OLD_SECRET_SECONDS,
	parseConnectionName,
	parsePlatformSecret,
	parseUserDataKeys,
	USER_DATA_KEY,
	USER_DATA_KEY_MAX,
	USER_DATA_KEYS_MAX,
} from "../../domain/phone-systems/parse-connection.ts";
import { err, ok } from "../../domain/result.ts";
import { texts } from "../../texts/texts.ts";
import { missingOr, requiredUuid, ruledText } from "../contract/fields.ts";

const words = texts.messages.api.fields;
const { phoneSystems } = texts.messages;

/** For the description of a body: the country changes no schema. */
export const ANY_COUNTRY: CountryCode = "US";

const nameField = ruledText(parseConnectionName).meta({
	description: `1 to ${CONNECTION_NAME_MAX} characters; no two connections have the same name.`,
	minLength: 1,
	maxLength: CONNECTION_NAME_MAX,
});

/**
 * A destination (P3). An empty text is none. It stays one here: null means an absent field (C1).
 */
const destinationField = (country: CountryCode, description: string) =>
	ruledText((text) => {
		const parsed = parseDestination(text, country);
		return parsed.ok ? ok(parsed.value ?? "") : err(messageOfDestinationError(parsed.error));
	})
		.nullish()
		.meta({
			description:
				`${description} A number in E.164, or a SIP address without headers. ` +
				"An empty text is none.",
			examples: ["sip:agents@pbx.example.com"],
		});

/** A destination of a body as it is stored; `before` if the body says nothing of it. */
export const storedDestination = (
	given: string | null | undefined,
	before: string | null,
): string | null => (given === "" ? null : (given ?? before));

export const languageField = z
	.enum(HEARD_LANGUAGES, words.mustBeOneOf({ values: HEARD_LANGUAGES }))
	.nullish();

export const destinationFields = (country: CountryCode) => ({
	target: destinationField(country, "Where admitted calls go."),
	secondTarget: destinationField(
		country,
		"Where admitted calls go if nobody answers at `target`: it is busy, fails, or rings for " +
			`${RING_SECONDS} seconds.`,
	),
	fallback: destinationField(country, "Where calls go that are not admitted."),
});

const userDataKeysField = z
	.array(
		z
			.string(words.mustBeString)
			.meta({ pattern: USER_DATA_KEY.source, maxLength: USER_DATA_KEY_MAX }),
		words.mustBeListOfStrings,
	)
	.meta({ maxItems: USER_DATA_KEYS_MAX })
	.transform((keys, context): string[] => {
		const parsed = parseUserDataKeys(keys);
		if (parsed.ok) return parsed.value;
		context.addIssue({ code: "custom", message: parsed.error });
		return z.NEVER;
	})
	.nullish()
	.meta({
		description:
			"The top-level keys of the user data that travel with an admitted call as SIP headers: " +
			`up to ${USER_DATA_KEYS_MAX}, each of up to ${USER_DATA_KEY_MAX} letters, digits and ` +
			"underscores, a letter first. An empty list is none.",
	});

const settingFields = (country: CountryCode) => ({
	limitedToGroups: z
		.boolean(words.mustBeBoolean)
		.nullish()
		.meta({
			description:
				"Whether it serves only the groups in `groupIds`. Without this field, it does if " +
				"`groupIds` is given. `false` lets it serve all groups, those of the future too.",
		}),
	groupIds: z
		.array(requiredUuid, words.mustBeListOfIds)
		.min(1, words.groupsNeeded)
		.transform((ids) => [...new Set(ids)])
		.nullish()
		.meta({ description: "The groups that it serves, by their IDs. It replaces those of before." }),
	numbersWithoutPlus: z
		.enum(WITHOUT_PLUS, words.mustBeOneOf({ values: WITHOUT_PLUS }))
		.nullish()
		.meta({
			description:
				"What a dialed or calling number without plus is: `any` reading, or `international` " +
				"only. A new connection has `international` for `plivo` and `vonage`, whose numbers have " +
				"no plus, and `any` for other kinds.",
		}),
	releasesOnAnswer: z
		.boolean(words.mustBeBoolean)
		.nullish()
		.meta({
			description:
				"Whether a matched request is released when the agent answers, else when the call ends. " +
				"Default true.",
		}),
	...destinationFields(country),
	userDataKeys: userDataKeysField,
	language: languageField.meta({ description: "The language of callers. Default `en`." }),
});

type Groups = {
	limitedToGroups?: boolean | null | undefined;
	groupIds?: string[] | null | undefined;
};
const groupsFit = {
	path: ["groupIds"],
	error: words.groupsAndAll,
	// Runs even if other fields are wrong, so that all errors appear at once.
	when: () => true,
};
const fits = ({ limitedToGroups, groupIds }: Groups): boolean =>
	limitedToGroups !== false || !groupIds;

/**
 * The groups of a connection as a body names them; null is all groups, undefined says nothing of
 * them.
 */
export const askedGroups = ({ limitedToGroups, groupIds }: Groups): string[] | null | undefined =>
	groupIds ?? (limitedToGroups === false ? null : undefined);

/** Why a secret does not fit its kind, as a sentence; null if it does (P1). */
function secretProblem(kind: ConnectionKind, secret: string | null | undefined): string | null {
	if (factsOfKind(kind).secret.pattern === null)
		return typeof secret === "string" ? words.secretIsMade : null;
	const parsed = parsePlatformSecret(kind, secret ?? "");
	return parsed.ok ? null : parsed.error;
}

const secretField = z
	.string(words.mustBeString)
	.nullish()
	.meta({
		description:
			"The secret from the platform: required for `twilio` (auth token or shared key), " +
			"`signalwire` (signing key), `telnyx-texml` (public key), `plivo` (auth token), `vonage` " +
			"(signature secret) and `jambonz` (webhook secret). It is stored encrypted, and never " +
			"shown. Left out for `bandwidth`, `voicexml` and `sip-proxy`, whose key the service makes.",
		examples: ["0123456789abcdef0123456789abcdef"],
		writeOnly: true,
	});

const kindField = z
	.enum(CONNECTION_KIND_CODES, missingOr(words.mustBeOneOf({ values: CONNECTION_KIND_CODES })))
	.meta({ description: "The kind of phone system. It cannot be changed later." });

/** A rule for `secret` against the kind that it is for; none while the kind is unknown. */
function secretFits(kindOf: (body: unknown) => ConnectionKind | undefined) {
	const problem = (body: unknown): string | null => {
		const kind = kindOf(body);
		const { secret } = body as { secret?: unknown };
		const isRead = secret === undefined || secret === null || typeof secret === "string";
		return kind === undefined || !isRead ? null : secretProblem(kind, secret);
	};
	return {
		holds: (body: unknown): boolean => problem(body) === null,
		otherwise: {
			path: ["secret"],
			error: ({ input }: { input?: unknown }) => problem(input) ?? undefined,
			when: () => true,
		},
	};
}

const secretOfKind = secretFits((body) => {
	const { kind } = body as { kind?: unknown };
	return CONNECTION_KIND_CODES.find((known) => known === kind);
});

/** The body of a new connection. */
export const newConnectionBody = (country: CountryCode) =>
	z
		.object({ name: nameField, kind: kindField, secret: secretField, ...settingFields(country) })
		.refine(fits, groupsFit)
		.refine(({ limitedToGroups, groupIds }) => limitedToGroups !== true || !!groupIds, {
			...groupsFit,
			error: phoneSystems.groupsMissing,
		})
		.refine(secretOfKind.holds, secretOfKind.otherwise);

/** The body of a change: the fields that change. */
export const changedConnectionBody = (country: CountryCode) =>
	z.object({ name: nameField.nullish(), ...settingFields(country) }).refine(fits, groupsFit);

export const pausedBody = z.object({
	paused: z
		.boolean(missingOr(words.mustBeBoolean))
		.meta({ description: "Whether the connection's calls are refused." }),
});

/** The body of a rotation. `kind` is that of the connection; null describes the body. */
export function rotationBody(kind: ConnectionKind | null) {
	const fits = secretFits(() => kind ?? undefined);
	const seconds = OLD_SECRET_SECONDS;
	return z
		.object({
			secret: secretField,
			oldSecretSeconds: z
				.literal(seconds, words.mustBeOneOf({ values: seconds.map(String) }))
				.nullish()
				.meta({
					description:
						"How long the old secret stays valid beside the new one, in seconds. " +
						`Default ${OLD_SECRET_DEFAULT}, a day.`,
				}),
		})
		.refine(fits.holds, fits.otherwise);
}
