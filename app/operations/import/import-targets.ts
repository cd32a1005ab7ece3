import { v7 as uuidv7 } from "uuid";
import type { Db } from "../../../db/connection/database.ts";
import { countLiveRequestsByNumber } from "../../../db/import/pool-import.ts";
import type { GroupSettings } from "../../domain/groups/group-settings.ts";
import type { ConnectionStep } from "../../domain/import/all-groups/connections-plan.ts";
import type { PlannedGroup } from "./plan-groups-import.ts";

/**
 * A group after the import, without its numbers. Each group's numbers are read when it is written.
 */
export type Target = {
	id: string;
	index: number;
	name: string;
	before: GroupSettings | null;
	settings: GroupSettings;
	removed: readonly { id: string; number: string }[];
	steps: readonly ConnectionStep[];
};

/** The group that a plan makes or changes. */
export const targetOf = ({
	placed: { head, existing },
	plan,
	steps,
	outcome,
}: PlannedGroup): Target => ({
	...{ index: head.index, name: head.name, settings: head.settings },
	id: outcome === "new" || !existing ? uuidv7() : existing.id,
	before: existing?.settings ?? null,
	removed: plan.removed.map(({ id, number }) => ({ id, number })),
	steps,
});

/** Whether numbers with live requests go (I10). */
export async function removesLive(tx: Db, targets: Target[]): Promise<boolean> {
	for (const { removed } of targets) {
		const numbers = removed.map(({ number }) => number);
		if ((await countLiveRequestsByNumber(tx, numbers)).length > 0) return true;
	}
	return false;
}
