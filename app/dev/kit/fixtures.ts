import type { Group } from "../../domain/groups/group.ts";
import { DEFAULT_GROUP_SETTINGS } from "../../domain/groups/group-settings.ts";
import type { NumberState } from "../../domain/groups/number-state.ts";
import type { PoolEntry } from "../../domain/groups/pool.ts";

/**
 * The current time in all examples. It is fixed, so that screenshots do not change from day to day.
 */
export const NOW = new Date("2026-03-14T09:26:53Z");
export const ZONE = "Europe/Berlin";

const SECOND = 1000;

/** A time before NOW, or after it if `seconds` is negative. */
export const ago = (seconds: number): Date => new Date(NOW.getTime() - seconds * SECOND);

export const LONG_NAME = `${"W".repeat(40)} and a name with spaces`;
export const LONG_TEXT =
	"This sentence is longer than its place is wide, so it is broken, cut, or scrolled. ".repeat(4);
export const LONG_WORD = "Rindfleischetikettierungsueberwachung".repeat(4);
export const LONG_EMAIL = `${"long.".repeat(11)}name@${"department.".repeat(8)}example.com`;

/** Rows of a long list. A full page of rows makes a screenshot too tall. */
export const ROWS = 12;

/** A UUID that ends with this number. */
export const idOf = (index: number): string =>
	`0190c2a8-7f35-7bd0-9d33-${String(index).padStart(12, "0")}`;

/** A US number; each index has its own. */
export const numberOf = (index: number): string => `+1800555${String(index).padStart(4, "0")}`;

export const groupOf = (more: Partial<Group> = {}): Group => ({
	id: idOf(1),
	name: "auto_insurance",
	settings: DEFAULT_GROUP_SETTINGS,
	poolSize: 3,
	drainingSize: 0,
	version: 4,
	poolVersion: 7,
	createdAt: ago(90_000),
	updatedAt: ago(3600),
	updatedBy: "ann@example.com",
	...more,
});

/** The state of a number; in use where it has live requests. */
export const stateOf = (index: number, more: Partial<NumberState> = {}): NumberState => ({
	...{ number: numberOf(index), liveRequests: 0, requestId: null, lateUntil: null },
	...{ lastUsedAt: ago(90), givenLastDay: 12, inUseUntil: null },
	...(more.liveRequests ? { inUseUntil: ago(-20), requestId: idOf(9) } : {}),
	...{ state: more.liveRequests ? "in-use" : more.lateUntil ? "late-callers" : "free" },
	...more,
});

const DESCRIPTIONS = ["Claims", "", "Renewals, East", "W".repeat(32)];

export const entryOf = (index: number, more: Partial<PoolEntry> = {}): PoolEntry => ({
	id: idOf(1000 + index),
	groupId: idOf(1),
	number: numberOf(index),
	description: DESCRIPTIONS[index % DESCRIPTIONS.length] as string,
	drain: null,
	version: 1,
	updatedAt: ago(3600),
	updatedBy: "ann@example.com",
	...more,
});

export const entriesOf = (count: number): PoolEntry[] =>
	Array.from({ length: count }, (_, index) => entryOf(index));
