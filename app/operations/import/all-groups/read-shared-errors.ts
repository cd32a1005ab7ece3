import type { Db } from "../../../../db/connection/database.ts";
import { listWrongFields } from "../../../../db/import/reviewed-groups.ts";
import {
	findSharedErrors,
	type SharedError,
} from "../../../domain/import/all-groups/shared-errors.ts";

/** The wrong settings that several groups in error share, to correct them in one step (I10). */
export const readSharedErrors = async (db: Db, reviewId: string): Promise<SharedError[]> =>
	findSharedErrors(await listWrongFields(db, reviewId));
