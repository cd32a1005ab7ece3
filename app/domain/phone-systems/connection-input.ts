import { z } from "zod";
import { texts } from "../../texts/texts.ts";
import type { CountryCode } from "../numbers/numbering-plan.ts";
import { WITHOUT_PLUS } from "../numbers/readings.ts";
import { checkText } from "../text.ts";
import { parseDestination } from "./call-destination.ts";
import { messageOfDestinationError } from "./connection-errors.ts";
import { type ConnectionKind, factsOfKind } from "./connection-kinds.ts";

export const CONNECTION_NAME_MAX = 64;
export const USER_DATA_KEYS_MAX = 20;
export const USER_DATA_KEY_MAX = 32;

const words = texts.messages.phoneSystems;

const refuse = (context: z.RefinementCtx, message: string): never => {
	context.addIssue({ code: "custom", message });
	return z.NEVER;
};
const typed = z
	.string()
	.optional()
	.transform((text) => text ?? "");

const name = typed.transform((given, context) => {
	const text = checkText(given.trim(), CONNECTION_NAME_MAX);
	if (text.ok && text.value !== "") return text.value;
	if (text.ok) return refuse(context, words.nameMissing);
	return refuse(
		context,
		text.error.code === "text-too-long" ? words.nameTooLong(text.error) : words.nameInvisible,
	);
});

/** A destination, whose numbers are read for the default country. */
const destinationIn = (country: CountryCode) =>
	typed.transform((given, context) => {
		const read = parseDestination(given, country);
		return read.ok ? read.value : refuse(context, messageOfDestinationError(read.error));
	});

/** A list from nothing, one value or several, as browsers send fields with one name. */
const several = z
	.union([z.string(), z.array(z.string())])
	.optional()
	.transform((sent) => (sent === undefined ? [] : typeof sent === "string" ? [sent] : sent));

const groupIds = several.transform((sent) => sent.filter((id) => z.uuid().safeParse(id).success));

const USER_DATA_KEY = /^[A-Za-z][A-Za-z0-9_]*$/;

/** Keys of user data, separated by commas or white space; each becomes the name of a header. */
const userDataKeys = typed.transform((given, context): string[] => {
	const keys = [...new Set(given.split(/[\s,]+/).filter((key) => key !== ""))];
	const wrong = keys.find((key) => !USER_DATA_KEY.test(key));
	if (wrong !== undefined) return refuse(context, words.keyWrong({ key: wrong.slice(0, 64) }));
	if (keys.some((key) => key.length > USER_DATA_KEY_MAX))
		return refuse(context, words.keyTooLong({ limit: USER_DATA_KEY_MAX }));
	if (keys.length > USER_DATA_KEYS_MAX)
		return refuse(context, words.keysTooMany({ limit: USER_DATA_KEYS_MAX }));
	return keys;
});

const settingFieldsIn = (country: CountryCode) => ({
	name,
	limit: z.enum(["all", "some"]).default("all"),
	groupIds,
	numbersWithoutPlus: z.enum(WITHOUT_PLUS).default("any"),
	releasesOnAnswer: z
		.literal("on")
		.optional()
		.transform((ticked) => ticked !== undefined),
	target: destinationIn(country),
	fallback: destinationIn(country),
	userDataKeys,
});

const needsGroups = {
	path: ["groupIds"],
	message: words.groupsMissing,
	// Runs even if other fields are wrong, so that all errors appear at once.
	when: () => true,
};
type Sent = { limit: string; groupIds?: string[] };
const hasGroups = (sent: Sent): boolean =>
	sent.limit !== "some" || (sent.groupIds?.length ?? 0) > 0;

/** Replaces the choice and its list by the IDs of the groups, or null for all. */
function withGroups<T extends { limit: "all" | "some"; groupIds: string[] }>({
	limit,
	groupIds: ids,
	...rest
}: T) {
	return { ...rest, groupIds: limit === "some" ? ids : null };
}

/** A secret from the platform of this kind; null if the product makes it. */
const secretOf = (kind: ConnectionKind) =>
	typed.transform((given, context) => {
		const { slot, pattern } = factsOfKind(kind).secret;
		if (pattern === null) return null;
		const secret = given.trim();
		if (pattern.test(secret)) return secret;
		return refuse(context, secret === "" ? words.secretMissing : words.secretWrong[slot]);
	});

/**
 * "Create Connection". `requestId` becomes the connection's ID, so that a form sent twice makes
 * one.
 */
export const newConnectionForm = (kind: ConnectionKind, country: CountryCode) =>
	z
		.object({ requestId: z.uuid(), ...settingFieldsIn(country), secret: secretOf(kind) })
		.refine(hasGroups, needsGroups)
		.transform(withGroups);

/** "Save" of a connection. `version` is the optimistic lock. */
export const connectionForm = (country: CountryCode) =>
	z
		.object({ version: z.coerce.number().int(), ...settingFieldsIn(country) })
		.refine(hasGroups, needsGroups)
		.transform(withGroups);

/** How long an old secret can stay valid beside the new one, in seconds. */
export const OLD_SECRET_SECONDS = [0, 3600, 86_400, 604_800] as const;
export const OLD_SECRET_DEFAULT = 86_400;

/** "Rotate": the new secret, and how long the old one stays valid. */
export const rotationForm = (kind: ConnectionKind) =>
	z.object({
		secret: secretOf(kind),
		keep: typed.transform((given, context) => {
			const seconds = OLD_SECRET_SECONDS.find((known) => String(known) === given);
			return seconds ?? (refuse(context, words.keepUnknown) as number);
		}),
	});

/** The own destinations of a group on a connection. Both empty removes them. */
export const groupDestinationForm = (country: CountryCode) =>
	z.object({
		groupId: z.uuid(words.groupUnknown),
		target: destinationIn(country),
		fallback: destinationIn(country),
	});
