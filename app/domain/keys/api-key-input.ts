import { z } from "zod";
import { texts } from "../../texts/texts.ts";
import { WITHOUT_PLUS } from "../numbers/readings.ts";
import { API_SCOPES } from "../people/roles.ts";
import { checkText } from "../text.ts";
import { readClockTime, zoneOffset } from "../zoned-time.ts";
import { NETWORKS_MAX, parseNetworks } from "./client-networks.ts";
import { OLD_SECRET_SECONDS } from "./key-life.ts";
import { REQUESTS_PER_MINUTE_MAX } from "./request-limit.ts";

export const API_KEY_NAME_MAX = 64;

const words = texts.messages.keys;

const name = z
	.string()
	.optional()
	.transform((typed, context) => {
		const text = checkText((typed ?? "").trim(), API_KEY_NAME_MAX);
		if (text.ok && text.value !== "") return text.value;
		const message = text.ok
			? words.nameMissing
			: text.error.code === "text-too-long"
				? words.nameTooLong(text.error)
				: words.nameInvisible;
		context.addIssue({ code: "custom", message });
		return z.NEVER;
	});

/** A list from nothing, one value or several, as browsers send checkboxes with one name. */
const several = z
	.union([z.string(), z.array(z.string())])
	.optional()
	.transform((sent) => (sent === undefined ? [] : typeof sent === "string" ? [sent] : sent));

const scopes = several.transform((sent, context) => {
	const known = API_SCOPES.filter((scope) => sent.includes(scope));
	if (known.length === 0) context.addIssue({ code: "custom", message: words.scopesMissing });
	return known;
});

const groupIds = several.transform((sent) => sent.filter((id) => z.uuid().safeParse(id).success));

/** Calls a minute; empty means no limit. */
const requestsPerMinute = z
	.string()
	.optional()
	.transform((typed, context) => {
		const digits = (typed ?? "").trim();
		if (digits === "") return null;
		const limit = /^\d{1,9}$/.test(digits) ? Number(digits) : 0;
		if (limit >= 1 && limit <= REQUESTS_PER_MINUTE_MAX) return limit;
		const message = words.requestsPerMinute({ max: REQUESTS_PER_MINUTE_MAX });
		context.addIssue({ code: "custom", message });
		return z.NEVER;
	});

/** How its calls write numbers without a plus sign (N2). */
const numbersWithoutPlus = z.enum(WITHOUT_PLUS, words.numbersWithoutPlus);

/** "Numbers" of a key (N2). */
export const apiKeyNumbersForm = z.object({ apiKeyId: z.uuid(), numbersWithoutPlus });

/** "Change Limit" of a key (C11). */
export const apiKeyLimitForm = z.object({ apiKeyId: z.uuid(), requestsPerMinute });

/** Client networks, one a line or between commas; none means any (C11a). */
const networks = z
	.string()
	.optional()
	.transform((typed, context) => {
		const texts = (typed ?? "").split(/[\s,]+/).filter((text) => text !== "");
		if (texts.length === 0) return null;
		const parsed = parseNetworks(texts);
		if (parsed.ok) return parsed.value;
		const { error } = parsed;
		const message =
			error.code === "networks-too-many"
				? words.networksTooMany({ max: NETWORKS_MAX })
				: words.networkUnreadable({ text: error.text.slice(0, 64) });
		context.addIssue({ code: "custom", message });
		return z.NEVER;
	});

/** A day of the reader's calendar: the key works to its end. Empty means that it never expires. */
const expiresOn = ({ zone, now }: Reader) =>
	z
		.string()
		.optional()
		.transform((typed, context) => {
			const text = (typed ?? "").trim();
			if (text === "") return null;
			const end = readClockTime(`${text}T23:59`, zone)?.last ?? null;
			if (end !== null && end > now) return end;
			const message = end === null ? words.dayUnreadable : words.dayPast;
			context.addIssue({ code: "custom", message });
			return z.NEVER;
		});

type Reader = { zone: string; now: Date };

/** The day of an expiry in the reader's zone, as the form shows it. */
export const dayOf = (at: Date | null, zone: string): string =>
	at === null
		? ""
		: new Date(at.getTime() + zoneOffset(at.getTime(), zone)).toISOString().slice(0, 10);

/** What a key may do, in the forms that make and change one. */
const rights = (reader: Reader) => ({
	name,
	scopes,
	limit: z.enum(["all", "some", "test"]).default("all"),
	groupIds,
	expiresOn: expiresOn(reader),
	networks,
});

const groupsFit = {
	path: ["groupIds"],
	message: words.groupsMissing,
	// Runs even if other fields are wrong, so that all errors appear at once.
	when: () => true,
};
type Groups = { limit: "all" | "some" | "test"; groupIds: string[] };
const fits = ({ limit, groupIds: ids }: Groups): boolean =>
	limit !== "some" || (ids?.length ?? 0) > 0;

const testScopesFit = {
	path: ["scopes"],
	message: words.scopesOfTests,
	when: () => true,
};
/** A test key has no groups to provision (C17). */
const fitsTests = ({ limit, scopes: sent }: { limit: string; scopes: readonly string[] }) =>
	limit !== "test" || !(sent ?? []).includes("provision");

/** `groupIds` null means all groups. */
const settle = <Sent extends Groups & { expiresOn: Date | null }>({
	limit,
	groupIds: ids,
	expiresOn: expiresAt,
	...rest
}: Sent) => ({ ...rest, expiresAt, groupIds: limit === "some" ? ids : null });

/**
 * "Create API Key" (C11). `requestId` is the form's idempotency key, so a form sent twice makes one
 * key.
 */
export const apiKeyForm = (reader: Reader) =>
	z
		.object({
			...{ requestId: z.uuid(), ...rights(reader), requestsPerMinute },
			numbersWithoutPlus: numbersWithoutPlus.default("any"),
		})
		.refine(fits, groupsFit)
		.refine(fitsTests, testScopesFit)
		.transform((sent) => ({ ...settle(sent), isTest: sent.limit === "test" }));

/** "Change" of a key (C11a). A key stays of its kind, so `limit` makes none a test key. */
export const apiKeyEditForm = (reader: Reader) =>
	z
		.object({ apiKeyId: z.uuid(), ...rights(reader) })
		.refine(fits, groupsFit)
		.refine(fitsTests, testScopesFit)
		.transform(settle);

/**
 * "Rotate" of a key (C11a): for how many seconds the old secret stays valid, and its first
 * characters. A page of an older version sends none.
 */
export const apiKeyRotationForm = z.object({
	apiKeyId: z.uuid(),
	hint: z.string().default(""),
	oldSecretSeconds: z
		.enum(OLD_SECRET_SECONDS.map(String), words.oldSecretSeconds)
		.transform(Number),
});
