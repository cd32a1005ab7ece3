import { data } from "@remix-run/node";
import { findGroup } from "../../../db/groups/groups.ts";
import { listImports, listPendingImports } from "../../../db/import/import-history.ts";
import { HISTORY_PAGE_SIZE, type ListedImport } from "../../domain/import/listed-import.ts";
import { REVIEW_DAYS } from "../../domain/import/review-retention.ts";
import { getService } from "../../platform/database.server.ts";
import { getEnv } from "../../platform/env.server.ts";
import { texts } from "../../texts/texts.ts";

const words = texts.pages.import;
const GROUPS = "/tools/click-to-call-in";

/** Rows of the list of pending imports. The history has all. */
const PENDING_MAX = 20;

/**
 * The pending imports of a group, or (null) of all groups, and the open review that the address
 * asks to discard.
 */
export async function readPending(
	request: Request,
	groupId: string | null,
): Promise<{ pending: ListedImport[]; discarding: ListedImport | null }> {
	const { db } = await getService();
	const pending = await listPendingImports(db, groupId, PENDING_MAX);
	const asked = new URL(request.url).searchParams.get("discard");
	const discarding = pending.find(({ id, state }) => id === asked && state === "open") ?? null;
	return { pending, discarding };
}

/** A page of the history of a group, or (null) of all files of groups. */
export async function readHistory(request: Request, groupId: string | null) {
	const { db } = await getService();
	const asked = Number(new URL(request.url).searchParams.get("page"));
	const page = Number.isInteger(asked) && asked > 0 ? Math.min(asked, 1_000_000) : 1;
	const part = { limit: HISTORY_PAGE_SIZE, offset: (page - 1) * HISTORY_PAGE_SIZE };
	const historyDays = getEnv().AUDIT_RETENTION_DAYS;
	return { ...(await listImports(db, groupId, part)), page, historyDays };
}

/** The page of a review that does not exist any more: what became of it, and a way on. */
export async function reviewGone(groupId: string | null) {
	const group = groupId === null ? null : await findGroup((await getService()).db, groupId);
	const wayOn = group
		? { to: `${GROUPS}/${group.id}/import/history`, name: words.review.toImports }
		: groupId === null
			? { to: `${GROUPS}/import/history`, name: words.review.toGroupsImports }
			: { to: GROUPS, name: words.review.toGroups };
	return data({ message: words.review.gone({ days: REVIEW_DAYS }), wayOn }, 404);
}
