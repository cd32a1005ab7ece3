import type { OwnSentences } from "../conversation/heard.ts";
import type { HeardLanguage } from "../conversation/heard-language.ts";
import { writePosition } from "../conversation/position.ts";
import type { WithoutPlus } from "../numbers/readings.ts";
import type { Destinations } from "./call-destination.ts";
import {
	type ConnectionKind,
	factsOfKind,
	parseKind,
	type SecretKeeping,
	type SecretSlot,
} from "./connection-kinds.ts";

/** The settings of a connection that can be changed. `groupIds` null means all groups. */
export type ConnectionSettings = Destinations & {
	name: string;
	/** What a dialed or calling number without plus is (N2). */
	numbersWithoutPlus: WithoutPlus;
	/** Releases the request when the agent's leg answers, else when the call ends (P6). */
	releasesOnAnswer: boolean;
	/** The top-level keys of the user data that travel with the call (P3). */
	userDataKeys: readonly string[];
	groupIds: readonly string[] | null;
	/** The language in which callers are spoken to (P4). English if it is left out. */
	language?: HeardLanguage | undefined;
};

/** A secret that a connection accepts now. A `value` of null cannot be decrypted. */
export type ConnectionSecret = {
	slot: SecretSlot;
	keeping: SecretKeeping;
	/** The secret, or its SHA-256 in hexadecimal if its keeping is `hash`. */
	value: string | null;
	/** Milliseconds since 1970, for the old secret of a rotation; null has no end. */
	validUntil: number | null;
};

/** A connection as a call needs it (P1). */
export type Connection = Omit<ConnectionSettings, "groupIds" | "language"> & {
	id: string;
	language: HeardLanguage;
	/** The languages of groups that have their own (P4). */
	groupLanguages: ReadonlyMap<string, HeardLanguage>;
	/** Own sentences by language. */
	ownSentences: Readonly<Record<string, OwnSentences | undefined>>;
	kind: ConnectionKind;
	isPaused: boolean;
	groupDestinations: ReadonlyMap<string, Destinations>;
	secrets: readonly ConnectionSecret[];
	/** The connection as match sees it: like an API key with the scope `match` (C11). */
	apiKey: { id: string; limitedToGroups: boolean };
};

/** The readable secrets of a connection that are valid now: two while one is rotated. */
export const validSecrets = ({ secrets }: Pick<Connection, "secrets">, now: number): string[] =>
	secrets.flatMap(({ value, validUntil }) =>
		value !== null && (validUntil === null || now < validUntil) ? [value] : [],
	);

/** The readable secret that is not being rotated out; null if there is none. */
export const presentSecret = ({ secrets }: Pick<Connection, "secrets">): string | null =>
	secrets.find(({ validUntil }) => validUntil === null)?.value ?? null;

/** The path of a connection. It names the connection and is no secret (P1). */
export const connectionPath = (id: string): string => `/phone-systems/${id}`;

/** The URLs to paste into a phone system: for calls, and for the status of calls if it has one. */
export function urlsToPaste(kind: string, id: string, origin: string) {
	const calls = origin + connectionPath(id);
	const known = parseKind(kind);
	const status =
		known && factsOfKind(known).hasStatusUrl
			? `${calls}?${writePosition({ step: "ended" })}`
			: null;
	return { calls, status };
}
