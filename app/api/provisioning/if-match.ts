import type { Group } from "../../domain/groups/group.ts";
import type { PoolEntry } from "../../domain/groups/pool.ts";
import { texts } from "../../texts/texts.ts";
import { fail } from "../contract/envelope.ts";

// A letter for each kind, so that tags of different resources never match.
/** The version of a group with its settings and its pool. Deleting a group compares it (G9). */
export const groupEtag = ({
	version,
	poolVersion,
}: Pick<Group, "version" | "poolVersion">): string => `"g${version}-${poolVersion}"`;
/** The version of a group's settings (G11). */
export const settingsEtag = ({ version }: Pick<Group, "version">): string => `"s${version}"`;
/** The version of a group's pool as a whole. */
export const poolEtag = ({ poolVersion }: Pick<Group, "poolVersion">): string =>
	`"p${poolVersion}"`;
/** The version of an entry (G11). */
export const entryEtag = ({ version }: Pick<PoolEntry, "version">): string => `"e${version}"`;

/** The condition in a header If-Match. */
export type IfMatch = { matches(etag: string): boolean };

const TAGS = /^(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*$/;

/** Parses the header If-Match. Null if it is absent. */
export function readIfMatch(
	header: string | undefined,
): { ok: true; value: IfMatch | null } | ReturnType<typeof fail> {
	if (header === undefined) return { ok: true, value: null };
	const text = header.trim();
	if (text === "*") return { ok: true, value: { matches: () => true } };
	if (!TAGS.test(text)) return fail("if-match-wrong");
	// Compressing proxies mark a tag as weak. The product's tags still distinguish versions.
	const tags = new Set(text.match(/"[^"]*"/g));
	return { ok: true, value: { matches: (etag) => tags.has(etag) } };
}

/** Parses a mandatory If-Match (428 if it is absent). */
export function requireIfMatch(
	header: string | undefined,
): { ok: true; value: IfMatch } | ReturnType<typeof fail> {
	const read = readIfMatch(header);
	if (!read.ok) return read;
	return read.value === null ? fail("if-match-missing") : { ok: true, value: read.value };
}

/**
 * The resource has changed since the client read it. The message names the user and the time if
 * known (G11).
 */
export function failStale(changed?: { by: string; at: Date }): ReturnType<typeof fail> {
	if (changed === undefined) return fail("changed-meanwhile");
	return fail("changed-meanwhile", {
		message: texts.messages.api.changedBy({ by: changed.by, at: changed.at.toISOString() }),
	});
}
