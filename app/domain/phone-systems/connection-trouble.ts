/** What tells how a connection fares (P1). */
export type ConnectionLife = {
	pausedAt: Date | null;
	lastCall: { at: Date; refused: boolean } | null;
	/** Messages without a valid signature or key, which anybody can send. */
	refusals: { times: number; lastAt: Date } | null;
};

/**
 * Why a connection may not serve callers. `paused`: by a person. `call-refused`: its last call was.
 * `unsigned`: since its last call nothing valid has come in, so its secret may be wrong.
 */
export type ConnectionTrouble = "paused" | "call-refused" | "unsigned";

export function troubleOf(life: ConnectionLife): ConnectionTrouble | null {
	const { pausedAt, lastCall, refusals } = life;
	if (pausedAt !== null) return "paused";
	if (refusals !== null && (lastCall === null || refusals.lastAt > lastCall.at)) return "unsigned";
	return lastCall?.refused ? "call-refused" : null;
}
