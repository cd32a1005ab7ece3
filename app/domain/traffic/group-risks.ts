import type { Group } from "../groups/group.ts";
import { cannotTellCallersApart } from "../groups/group-settings.ts";
import { codeLengthNeeded } from "./traffic.ts";

/** Why callers of a group may get nothing, or somebody else's call. */
export const GROUP_RISKS = ["exhausted", "refusals", "not-told-apart", "codes-too-short"] as const;
export type GroupRisk = (typeof GROUP_RISKS)[number];

/** A group's live requests, their numbers, and its refusals of the last day. */
export type GroupUse = {
	live: number;
	/** The numbers of its live requests; some of them may have left the pool since. */
	numbersInUse: number;
	/** The numbers of its pool with live requests of any group, without those that drain (G15). */
	numbersTaken: number;
	refused: number;
};
export type ListedGroup = Group & GroupUse & { risks: GroupRisk[] };

/**
 * A group's risks, by its settings, its present use and its refusals of the last day (C10, G3). A
 * number that drains serves nobody (G15). The group's page says what to do about each.
 */
export function risksOf(
	{ settings, poolSize, drainingSize }: Pick<Group, "settings" | "poolSize" | "drainingSize">,
	{ live, numbersTaken, refused }: Omit<GroupUse, "numbersInUse">,
): GroupRisk[] {
	const given = poolSize - drainingSize;
	const livePerNumber = Math.max(1, Math.ceil(live / Math.max(1, given)));
	const are: Record<GroupRisk, boolean> = {
		exhausted: given <= (settings.uniqueDnis ? numbersTaken : 0),
		"not-told-apart": cannotTellCallersApart(settings),
		"codes-too-short":
			settings.generateAccessCode && codeLengthNeeded(livePerNumber) > settings.accessCodeLength,
		refusals: refused > 0,
	};
	return GROUP_RISKS.filter((risk) => are[risk]);
}
