import type { SubmissionResult } from "@conform-to/react";
import type { Group } from "../../domain/groups/group.ts";
import type { PoolEntry } from "../../domain/groups/pool.ts";
import type { GroupIntent } from "./group-intents.ts";

/** A refused action of a group's page. */
export type Refusal = {
	intent: GroupIntent;
	reply: SubmissionResult<string[]>;
	/** The numbers to offer instead of the typed one, likeliest first (G4, N6). */
	offers?: string[];
	/** The conflict with another user's save: user, time and the current values (G11). */
	conflict?: { by: string; at: Date; entry?: PoolEntry; group?: Group };
	/** The entry of the refused action. */
	entryId?: string;
	/** The number to delete has live requests (G8). */
	confirmDelete?: { version: number; number: string; liveRequests: number };
};

/** The refusal, if it belongs to the form of this intent. */
export const refusalOf = (
	refusal: Refusal | undefined,
	intent: GroupIntent,
): Refusal | undefined => (refusal?.intent === intent ? refusal : undefined);
