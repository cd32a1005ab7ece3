import { ACCESS_CODE_LENGTH_MAX } from "../groups/group-settings.ts";

/** An erased code is null, although the request had one. */
type Coded = { hasAccessCode: boolean; accessCode: string | null };

/**
 * Constant-time comparison: whether a request has this code. It reads every digit that a code may
 * have, so the time reveals nothing about correct digits (C10).
 */
export function isSameCode(given: string | null, { hasAccessCode, accessCode }: Coded): boolean {
	if (given === null || !hasAccessCode || accessCode === null) return false;
	let difference = given.length ^ accessCode.length;
	for (let at = 0; at < ACCESS_CODE_LENGTH_MAX; at += 1)
		difference |= given.charCodeAt(at) ^ accessCode.charCodeAt(at);
	return difference === 0;
}

/**
 * Whether the digits can be a code of one of the requests: same length, no leading 0. Other digits
 * are no guess (C9).
 */
export const isPossibleCode = (given: string, requests: readonly Coded[]): boolean =>
	!given.startsWith("0") && requests.some(({ accessCode }) => accessCode?.length === given.length);

/** The common code length of these requests; null if their lengths differ (C9). */
export function codeLengthOf(requests: readonly Coded[]): number | null {
	const lengths = new Set(
		requests.flatMap(({ accessCode }) => (accessCode === null ? [] : [accessCode.length])),
	);
	return lengths.size === 1 ? ([...lengths][0] as number) : null;
}
