import { texts } from "../../texts/texts.ts";
import { type DnisError, placed } from "../numbers/dnis.ts";
import type { GroupNameError } from "./group.ts";
import { isSettingsError, type SettingsError, settingOf } from "./group-settings.ts";
import type { DescriptionError } from "./pool.ts";

/** A group named in an error: its ID leads to its page. */
export type GroupRef = { id: string; name: string };

/**
 * Why a change to a pool or a group is refused. Each error has the facts that its message needs.
 */
export type PoolError =
	| { code: "pool-full"; limit: number; wouldBe: number }
	| { code: "pool-last-number"; number: string }
	| { code: "number-in-pool"; number: string; description: string; entryId: string | null }
	| { code: "number-exclusive-elsewhere"; number: string; groups: GroupRef[] }
	| { code: "number-not-exclusive"; number: string; groups: GroupRef[] }
	| { code: "number-shared-elsewhere"; numbers: string[]; count: number; groups: GroupRef[] }
	| NumberNotAvailable
	| { code: "number-live"; number: string; liveRequests: number }
	| AllDraining;

/**
 * The pool would have no number that is not draining (G15). `draining`: how many numbers it would
 * have, all of them draining.
 */
export type AllDraining = { code: "pool-all-draining"; draining: number };

/**
 * A conflict with a group that the API key may not see. The error hides both the group and the
 * reason (G6).
 */
export type NumberNotAvailable = { code: "number-not-available" };

export type GroupError =
	| { code: "name-taken"; group: GroupRef }
	| GroupGone
	| { code: "group-delete-changed"; numbers: number; liveRequests: number };

/** A deleted group that can no longer be restored. */
export type RestoreTooLate = { code: "restore-too-late" };

/** Another user deleted the group. */
export type GroupGone = { code: "group-gone" };

/** Optimistic lock: the stored version is newer than the editor's (G11). */
export type ConflictError<T> = { code: "changed-meanwhile"; by: string; at: Date; current: T };
export type GoneError = { code: "entry-gone"; number: string | null };

export type RuleError =
	| GroupNameError
	| DnisError
	| DescriptionError
	| PoolError
	| GroupError
	| SettingsError
	| GoneError
	| RestoreTooLate;

const words = texts.messages.groups;

/** The one place that turns codes into words: what is wrong, and what to do. */
export function messageOf(error: RuleError): string {
	if (isSettingsError(error)) return settingsMessage(error);
	switch (error.code) {
		case "name-missing":
			return words.nameMissing;
		case "name-spaces":
			return words.nameSpaces(error);
		case "name-of-tests":
			return words.nameOfTests;
		case "character-not-allowed":
			return words.characterNotAllowed(error);
		case "text-too-long":
			return words.textTooLong(error);
		case "dnis-missing":
			return words.numberMissing;
		case "dnis-two-readings":
		case "dnis-national":
		case "dnis-not-plain":
			return offerWords(error);
		case "dnis-not-a-number":
			return words.notANumber(error);
		case "dnis-too-long":
			return words.numberTooLong(error);
		case "dnis-leading-zero":
		case "dnis-trunk-prefix":
			return offerWords(error);
		case "dnis-unknown-country":
			return words.unknownCountry(error);
		case "dnis-wrong-length":
			return words.numberLength(error);
		case "pool-full":
			return words.poolFull(error);
		case "pool-last-number":
			return words.lastNumber(error);
		case "pool-all-draining":
			return words.allDraining(error);
		case "number-in-pool":
			return words.numberInPool(error);
		case "number-exclusive-elsewhere":
			return words.numberExclusiveElsewhere(error);
		case "number-not-exclusive":
			return words.numberNotExclusive(error);
		case "number-shared-elsewhere":
			return words.numberSharedElsewhere(error);
		case "number-not-available":
			return words.notAvailable;
		case "number-live":
			return words.numberLive(error);
		case "name-taken":
			return words.nameTaken(error);
		case "group-gone":
			return words.groupGone;
		case "group-delete-changed":
			return words.groupChanged;
		case "restore-too-late":
			return words.restoreTooLate;
		case "entry-gone":
			return words.entryGone(error);
	}
}

type Offering = Extract<DnisError, { suggestions: string[] }>;

/** The words of a refused number with others to offer. */
function offerWords({ code, value, suggestions }: Offering): string {
	const [cleaned = null] = suggestions;
	if (suggestions.length > 1)
		return words.numberReadings({ value, numbers: suggestions.map(placed) });
	switch (code) {
		case "dnis-two-readings":
		case "dnis-not-plain":
			return cleaned === null
				? words.notANumber({ value })
				: words.numberNotPlain({ value, cleaned });
		case "dnis-national":
			return cleaned === null
				? words.notANumber({ value })
				: words.numberNational({ value, number: placed(cleaned) });
		case "dnis-leading-zero":
			return cleaned === null ? words.numberLeadingZero : words.numberLeadingZeros({ cleaned });
		case "dnis-trunk-prefix":
			return cleaned === null
				? words.nationalPrefix({ value })
				: words.nationalPrefixCleaned({ value, cleaned });
	}
}

function settingsMessage(error: SettingsError): string {
	const row = settingOf(error) as NonNullable<ReturnType<typeof settingOf>>;
	return row.kind === "count" ? words.outOfRange(row) : words.noneOf(row);
}
