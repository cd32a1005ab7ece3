import type { SubmissionResult } from "@conform-to/react";
import type { Group } from "../../domain/groups/group.ts";
import type { PoolEntry } from "../../domain/groups/pool.ts";
import type { GroupIntent } from "./group-intents.ts";

/** What a group's page shows of an action that was not carried out. */
export type Refusal = {
	intent: GroupIntent;
	reply: SubmissionResult<string[]>;
	/** Somebody saved the same meanwhile: who, when, and what stands now (G11). */
	conflict?: { by: string; at: Date; entry?: PoolEntry; group?: Group };
	/** The number to be deleted has live requests (G8). */
	confirmDelete?: { entryId: string; version: number; number: string; liveRequests: number };
};

/** The refusal of one of the page's forms, if it is that form's. */
export const refusalOf = (
	refusal: Refusal | undefined,
	intent: GroupIntent,
): Refusal | undefined => (refusal?.intent === intent ? refusal : undefined);
