import type {
	ImportWork,
	WorkFailure,
	WorkKind,
} from "../../app/domain/import/all-groups/import-work.ts";
import type { Db } from "../connection/database.ts";
import { isUuid } from "../groups/groups.ts";

/** Work without a sign for this time has ended with its process. */
const SILENT = "told_at < now() - interval '1 minute'";

/**
 * Begins work on a review. `busy` while other work on it is under way, `gone` if there is no such
 * review.
 */
export async function beginWork(
	db: Db,
	reviewId: string,
	kind: WorkKind,
): Promise<"begun" | "busy" | "gone"> {
	if (!isUuid(reviewId)) return "gone";
	const begun = await db.query(
		`insert into group_import_work as w (review_id, kind)
		select id, $2::text from group_import_reviews where id = $1::uuid
		on conflict (review_id) do update
			set kind = excluded.kind, done = 0, total = null, told_at = now(), failure = null
			where w.failure is not null or w.${SILENT}
		returning 1`,
		[reviewId, kind],
	);
	if (begun.length > 0) return "begun";
	return (await findWork(db, reviewId)) === null ? "gone" : "busy";
}

/** Says how far the work is. */
export async function tellWork(
	db: Db,
	reviewId: string,
	{ done, total }: { done: number; total: number | null },
): Promise<void> {
	await db.query(
		`update group_import_work set done = $2::integer, total = $3::integer, told_at = now()
		where review_id = $1::uuid`,
		[reviewId, done, total],
	);
}

/** Ends the work: successfully (null), or with a failure that the review's page shows. */
export async function endWork(
	db: Db,
	reviewId: string,
	failure: WorkFailure | null,
): Promise<void> {
	if (failure === null)
		await db.query("delete from group_import_work where review_id = $1::uuid", [reviewId]);
	else
		await db.query("update group_import_work set failure = $2::text where review_id = $1::uuid", [
			reviewId,
			JSON.stringify(failure),
		]);
}

/** Forgets a failure that a person has seen and acted on. */
export async function forgetFailure(db: Db, reviewId: string): Promise<void> {
	if (!isUuid(reviewId)) return;
	await db.query(
		"delete from group_import_work where review_id = $1::uuid and failure is not null",
		[reviewId],
	);
}

/** The work on a review; null if there is none, or if the ID is malformed. */
export async function findWork(
	db: Db,
	reviewId: string,
): Promise<(ImportWork & { fileName: string }) | null> {
	if (!isUuid(reviewId)) return null;
	type Row = Omit<ImportWork, "failure"> & {
		fileName: string;
		failure: string | null;
		isSilent: boolean;
	};
	const [row] = await db.query<Row>(
		`select w.kind, w.done, w.total, w.failure, w.${SILENT} as "isSilent",
			r.file_name as "fileName"
		from group_import_work w join group_import_reviews r on r.id = w.review_id
		where w.review_id = $1::uuid`,
		[reviewId],
	);
	if (!row) return null;
	const { isSilent, failure, ...work } = row;
	if (failure !== null) return { ...work, failure: JSON.parse(failure) as WorkFailure };
	return { ...work, failure: isSilent ? { code: "work-failed" } : null };
}
