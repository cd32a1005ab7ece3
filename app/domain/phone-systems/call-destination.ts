import {
	type Destination,
	type DestinationError,
	readDestination,
} from "../conversation/destination.ts";
import type { HeardLanguage } from "../conversation/heard-language.ts";
import type { CountryCode } from "../numbers/numbering-plan.ts";
import { err, ok, type Result } from "../result.ts";

/**
 * Where calls go, as it is stored (P3): `target` for admitted calls, `secondTarget` where nobody
 * answers there, `fallback` for calls that are not verified. Each is an E.164 number with `+`, or a
 * SIP address; null is none.
 */
export const DESTINATION_PARTS = ["target", "secondTarget", "fallback"] as const;
export type Destinations = Record<(typeof DESTINATION_PARTS)[number], string | null>;
export const NO_DESTINATIONS: Destinations = { target: null, secondTarget: null, fallback: null };

/** The same, read. */
export type ReadDestinations = {
	target: Destination | null;
	second: Destination | null;
	fallback: Destination | null;
	/** The language in which the call's caller is spoken to (P4). */
	language: HeardLanguage;
};

/** Reads a destination as an Administrator types it; null if the field is empty. */
export function parseDestination(
	typed: string,
	country: CountryCode,
): Result<string | null, DestinationError> {
	if (typed.trim() === "") return ok(null);
	const read = readDestination(typed, country);
	if (!read.ok) return err(read.error);
	return ok(read.value.kind === "number" ? read.value.number : read.value.address);
}

const readStored = (stored: string | null): Destination | null => {
	if (stored === null) return null;
	return isSipAddress(stored)
		? { kind: "sip", address: stored }
		: { kind: "number", number: stored };
};

/** Whether a stored destination can take user data: a phone number takes none (P3). */
export const isSipAddress = (stored: string | null): boolean =>
	stored !== null && /^sips?:/i.test(stored);

/** The phone numbers among stored destinations, each once. */
export const numbersAmong = (stored: readonly (string | null)[]): string[] => [
	...new Set(stored.filter((one): one is string => one !== null && !isSipAddress(one))),
];

/** The targets of a connection that cannot take the user data that it names (P3). */
export const losingUserData = ({
	target,
	secondTarget,
	userDataKeys,
}: Pick<Destinations, "target" | "secondTarget"> & {
	userDataKeys: readonly string[];
}): string[] => (userDataKeys.length === 0 ? [] : numbersAmong([target, secondTarget]));

/**
 * The destinations of a call: those of its group, else of the connection, part by part. A second
 * one without a first is the only one.
 */
export function destinationsFor(
	connection: Destinations & {
		groupDestinations: ReadonlyMap<string, Destinations>;
		language: HeardLanguage;
		groupLanguages: ReadonlyMap<string, HeardLanguage>;
	},
	groupId: string | null,
): ReadDestinations {
	const own = groupId === null ? undefined : connection.groupDestinations.get(groupId);
	const spoken = groupId === null ? undefined : connection.groupLanguages.get(groupId);
	const target = own?.target ?? connection.target;
	const second = own?.secondTarget ?? connection.secondTarget;
	return {
		language: spoken ?? connection.language,
		target: readStored(target ?? second),
		second: readStored(target === null ? null : second),
		fallback: readStored(own?.fallback ?? connection.fallback),
	};
}
