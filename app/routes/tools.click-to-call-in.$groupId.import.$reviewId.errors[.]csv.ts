import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { messageOfRowProblem } from "../domain/import/import-messages.ts";
import { problemsToCsv } from "../domain/import/pool-export.ts";
import { csvDownload } from "../http/pages/download.server.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { readImportReview } from "../operations/import/read-import-review.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";

/** The rows in error with their reasons, as a CSV file (I6), for correction in a spreadsheet. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
	await requirePermission({ request, context }, "group:write");
	const { db } = await getService();
	const found = await readImportReview(db, params.groupId ?? "", params.reviewId ?? "");
	if (!found?.planned) throw data(texts.pages.import.review.closed, 404);
	const { rows, plan } = found.planned;
	return csvDownload(
		problemsToCsv(rows, plan.problems, messageOfRowProblem),
		`${found.group.name} errors`,
	);
}
