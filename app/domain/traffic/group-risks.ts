import type { Group } from "../groups/group.ts";
import { cannotTellCallersApart } from "../groups/group-settings.ts";
import { codeLengthNeeded } from "./traffic.ts";

/** Why callers of a group may get nothing, or somebody else's call. */
export const GROUP_RISKS = [
	...(["exhausted", "refusals", "not-told-apart", "codes-too-short"] as const),
] as const;
export type GroupRisk = (typeof GROUP_RISKS)[number];

/** A group's live requests, their numbers, and its refusals of the last day. */
export type GroupUse = { live: number; numbersInUse: number; refused: number };
export type ListedGroup = Group & GroupUse & { risks: GroupRisk[] };

/**
 * A group's risks, by its settings, its present use and its refusals of the last day (C10, G3). The
 * group's page says what to do about each.
 */
export function risksOf(
	{ settings, poolSize }: Pick<Group, "settings" | "poolSize">,
	{ live, numbersInUse, refused }: GroupUse,
): GroupRisk[] {
	const livePerNumber = Math.max(1, Math.ceil(live / poolSize));
	const are: Record<GroupRisk, boolean> = {
		exhausted: settings.uniqueDnis && numbersInUse >= poolSize,
		"not-told-apart": cannotTellCallersApart(settings),
		"codes-too-short":
			settings.generateAccessCode && codeLengthNeeded(livePerNumber) > settings.accessCodeLength,
		refusals: refused > 0,
	};
	return GROUP_RISKS.filter((risk) => are[risk]);
}
