import { z } from "zod";
import type { OwnApiKey } from "../../../db/keys/own-api-key.ts";
import { EXPIRY_WARNING_SECONDS } from "../../domain/keys/key-life.ts";
import type { RequestAllowance } from "../../domain/keys/request-limit.ts";
import { WITHOUT_PLUS } from "../../domain/numbers/readings.ts";
import { API_SCOPES } from "../../domain/people/roles.ts";
import { texts } from "../../texts/texts.ts";

const words = texts.messages.api.keyWarnings;

const time = z.iso.datetime();
const count = (description: string, unit?: string) =>
	z
		.int()
		.min(0)
		.meta({ description, ...(unit && { "x-unit": unit }) });

/** `data` of GET …/keys/me (C15). */
export const myKeyData = z.object({
	id: z.guid().meta({ description: "The key's ID, a UUID." }),
	name: z.string().meta({ description: "Its name." }),
	isTest: z.boolean().meta({
		description: "Whether it is a test key, which has test requests alone.",
	}),
	scopes: z.array(z.enum(API_SCOPES)).meta({ description: "What it may do." }),
	groups: z
		.array(
			z.object({
				id: z.guid().meta({ description: "The group's ID." }),
				name: z.string().meta({ description: "Its name." }),
			}),
		)
		.optional()
		.meta({ description: "The groups that it is limited to. Absent if it may use all groups." }),
	numbersWithoutPlus: z.enum(WITHOUT_PLUS).meta({
		description: "How its calls write numbers without a plus: `any`, or always `international`.",
	}),
	networks: z
		.array(z.string())
		.optional()
		.meta({ description: "The client networks that it may be used from. Absent if any." }),
	limit: z
		.object({
			requestsPerMinute: count("How many calls it may make in a minute."),
			remaining: count("How many calls are left in this minute."),
			resetSeconds: count("Seconds until counting restarts.", "seconds"),
		})
		.optional()
		.meta({ description: "Its limit over all processes. Absent if it has none." }),
	createdAt: time.meta({ description: "When it was made, in ISO 8601, UTC." }),
	expiresAt: time
		.optional()
		.meta({ description: "When it expires, in ISO 8601, UTC. Absent if it never does." }),
	expiresInSeconds: count("Whole seconds until it expires.", "seconds").optional(),
	oldSecretUntil: time.optional().meta({
		description: "Until when the secret before the last rotation works. Absent if it does not.",
	}),
	usesOldSecret: z.boolean().meta({ description: "Whether this call brought the old secret." }),
	warnings: z.array(z.string().meta({ description: "A sentence." })).meta({
		description:
			`What will stop the key soon: it expires within ${EXPIRY_WARNING_SECONDS / 86_400} days, ` +
			"the call brought an old secret, or none of its groups is left.",
	}),
});

/** The key of a call, as its client may see it. */
export function describeMyKey(
	key: OwnApiKey,
	allowance: RequestAllowance | undefined,
): z.infer<typeof myKeyData> {
	const { expiresAt, expiresInSeconds, oldSecretUntil, usesOldSecret, groups } = key;
	const warnings = [
		expiresAt && expiresInSeconds !== null && expiresInSeconds <= EXPIRY_WARNING_SECONDS
			? words.expires({ at: expiresAt.toISOString() })
			: null,
		usesOldSecret && oldSecretUntil ? words.oldSecret({ at: oldSecretUntil.toISOString() }) : null,
		groups?.length === 0 ? words.noGroupLeft : null,
	];
	return {
		...{ id: key.id, name: key.name, isTest: key.isTest },
		...{ scopes: [...key.scopes], groups: groups ?? undefined },
		numbersWithoutPlus: key.numbersWithoutPlus,
		networks: key.networks ? [...key.networks] : undefined,
		limit: allowance && {
			requestsPerMinute: allowance.limit,
			remaining: allowance.remaining,
			resetSeconds: allowance.resetSeconds,
		},
		createdAt: key.createdAt.toISOString(),
		expiresAt: expiresAt?.toISOString(),
		expiresInSeconds: expiresInSeconds ?? undefined,
		oldSecretUntil: oldSecretUntil?.toISOString(),
		usesOldSecret,
		warnings: warnings.filter((warning) => warning !== null),
	};
}
