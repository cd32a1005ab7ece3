import { z } from "zod";
import { texts } from "../../texts/texts.ts";
import { HEARD_LANGUAGES } from "../conversation/heard-language.ts";
import type { CountryCode } from "../numbers/numbering-plan.ts";
import { WITHOUT_PLUS } from "../numbers/readings.ts";
import type { Result } from "../result.ts";
import { parseDestination } from "./call-destination.ts";
import { messageOfDestinationError } from "./connection-errors.ts";
import type { ConnectionKind } from "./connection-kinds.ts";
import {
	OLD_SECRET_SECONDS,
	parseConnectionName,
	parsePlatformSecret,
	parseUserDataKeys,
} from "./parse-connection.ts";

const words = texts.messages.phoneSystems;

const refuse = (context: z.RefinementCtx, message: string): never => {
	context.addIssue({ code: "custom", message });
	return z.NEVER;
};
const typed = z
	.string()
	.optional()
	.transform((text) => text ?? "");

/** A field that a rule parses, whose error is a sentence. */
const ruled = <T>(parse: (text: string) => Result<T, string>) =>
	typed.transform((text, context): T => {
		const parsed = parse(text);
		return parsed.ok ? parsed.value : refuse(context, parsed.error);
	});

const name = ruled(parseConnectionName);

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

/** Keys of user data, separated by commas or white space. */
const userDataKeys = ruled((text) =>
	parseUserDataKeys(text.split(/[\s,]+/).filter((key) => key !== "")),
);

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
	secondTarget: destinationIn(country),
	fallback: destinationIn(country),
	userDataKeys,
	language: z.enum(HEARD_LANGUAGES).default("en"),
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

const secretOf = (kind: ConnectionKind) => ruled((text) => parsePlatformSecret(kind, text));

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

/**
 * "Rotate": the new secret, and how long the old one stays valid. `version` is the optimistic lock:
 * a form sent twice must not end the old secret at once. A page of an older version sends none.
 */
export const rotationForm = (kind: ConnectionKind) =>
	z.object({
		version: z.coerce.number().int().default(0),
		secret: secretOf(kind),
		keep: typed.transform((given, context) => {
			const seconds = OLD_SECRET_SECONDS.find((known) => String(known) === given);
			return seconds ?? (refuse(context, words.keepUnknown) as number);
		}),
	});

/** The own destinations and language of a group on a connection. All empty removes them. */
export const groupDestinationForm = (country: CountryCode) =>
	z.object({
		groupId: z.uuid(words.groupUnknown),
		target: destinationIn(country),
		secondTarget: destinationIn(country),
		fallback: destinationIn(country),
		language: z
			.enum(HEARD_LANGUAGES)
			.optional()
			.transform((chosen) => chosen ?? null),
	});
