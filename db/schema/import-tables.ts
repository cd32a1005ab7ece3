import { sql } from "drizzle-orm";
import {
	bigint,
	boolean,
	check,
	index,
	integer,
	pgTable,
	primaryKey,
	text,
	uuid,
} from "drizzle-orm/pg-core";
import {
	EXISTING_CHOICES,
	GROUP_OUTCOMES,
} from "../../app/domain/import/all-groups/groups-import-plan.ts";
import { WORK_KINDS } from "../../app/domain/import/all-groups/import-work.ts";
import { IMPORT_MODES } from "../../app/domain/import/import-plan.ts";
import { createdAt, oneOf, time, version } from "./columns.ts";
import { groups } from "./group-tables.ts";

/**
 * An uploaded file under review (I3), stored so that its page can be reloaded, linked and used
 * without a script.
 */
export const importReviews = pgTable(
	"import_reviews",
	{
		id: uuid("id").primaryKey(),
		groupId: uuid("group_id")
			.notNull()
			.references(() => groups.id, { onDelete: "cascade" }),
		mode: text("mode", { enum: IMPORT_MODES }).notNull(),
		fileName: text("file_name").notNull(),
		/**
		 * How the file was read, as domain/stored-reading.ts writes it: its header, columns and, where
		 * others could be chosen, its text. Null if there is nothing to keep. Erased when applied.
		 */
		reading: text("header"),
		/**
		 * The rows, each with its problems, as domain/stored-rows.ts writes them: up to 10,000, always
		 * read and written together. Erased when applied.
		 */
		rows: text("rows"),
		/** Rows in error when the review was last looked at; null until then. */
		rowsInError: integer("rows_in_error"),
		/** Counts corrections: the optimistic lock for applying. */
		version: version(),
		state: text("state", { enum: ["open", "applied", "undone"] })
			.notNull()
			.default("open"),
		createdBy: text("created_by").notNull(),
		createdAt: createdAt(),
		appliedBy: text("applied_by"),
		appliedAt: time("applied_at"),
		/** The figures of the applied changes, as JSON. */
		summary: text("summary"),
		/**
		 * The pool before the import, as JSON, for the undo; erased when no undo is possible any more.
		 */
		poolBefore: text("pool_before"),
		/** The pool's version right after the import: an unchanged version means an unchanged pool. */
		appliedPoolVersion: bigint("applied_pool_version", { mode: "number" }),
		undoneBy: text("undone_by"),
		undoneAt: time("undone_at"),
	},
	(t) => [
		check("import_reviews_mode", sql`${t.mode} in (${oneOf(IMPORT_MODES)})`),
		check("import_reviews_state", sql`${t.state} in ('open', 'applied', 'undone')`),
		index("import_reviews_group").on(t.groupId),
		index("import_reviews_created_at").on(t.createdAt),
	],
);

/** An uploaded file of groups under review (I7). */
export const groupImportReviews = pgTable(
	"group_import_reviews",
	{
		id: uuid("id").primaryKey(),
		fileName: text("file_name").notNull(),
		existing: text("existing", { enum: EXISTING_CHOICES }).notNull(),
		/** `checking` until all its groups are stored. */
		state: text("state", { enum: ["checking", "open", "applied"] })
			.notNull()
			.default("checking"),
		/** Counts corrections: the optimistic lock for applying. */
		version: version(),
		/**
		 * The version, and the state of all groups, that the figures are for; null if there are no
		 * figures yet.
		 */
		plannedFor: text("planned_for"),
		/** The useful repairs, as JSON. */
		repairs: text("repairs"),
		createdBy: text("created_by").notNull(),
		createdAt: createdAt(),
		appliedBy: text("applied_by"),
		appliedAt: time("applied_at"),
		/** Set by the undo. The state stays `applied`: older processes know no other. */
		undoneBy: text("undone_by"),
		undoneAt: time("undone_at"),
	},
	(t) => [
		check("group_import_reviews_existing", sql`${t.existing} in (${oneOf(EXISTING_CHOICES)})`),
		check("group_import_reviews_state", sql`${t.state} in ('checking', 'open', 'applied')`),
		index("group_import_reviews_created_at").on(t.createdAt),
	],
);

/**
 * Long work on such a file, as long as it is under way or until a person has seen why it ended.
 * Apart from the review, whose row the work itself locks.
 */
export const groupImportWork = pgTable(
	"group_import_work",
	{
		reviewId: uuid("review_id")
			.primaryKey()
			.references(() => groupImportReviews.id, { onDelete: "cascade" }),
		kind: text("kind", { enum: WORK_KINDS }).notNull(),
		/** Groups done; `total` is null until it is known. */
		done: integer("done").notNull().default(0),
		total: integer("total"),
		/** The last sign of it. Work without one for a while has ended with its process. */
		toldAt: time("told_at").notNull().default(sql`now()`),
		/** Why it ended without success, as JSON. */
		failure: text("failure"),
	},
	(t) => [check("group_import_work_kind", sql`${t.kind} in (${oneOf(WORK_KINDS)})`)],
);

/**
 * The groups of such a file, one row each, so that only one group has to be in memory at a time.
 */
export const groupImportGroups = pgTable(
	"group_import_groups",
	{
		reviewId: uuid("review_id")
			.notNull()
			.references(() => groupImportReviews.id, { onDelete: "cascade" }),
		/** The position in the file, from 0. */
		index: integer("index").notNull(),
		/** For display and search; characters that cannot be stored are replaced. */
		name: text("name").notNull(),
		nameKey: text("name_key"),
		/** Settings and the group's own problems, as JSON. */
		settings: text("settings").notNull(),
		problems: text("problems").notNull(),
		leftOut: boolean("left_out").notNull().default(false),
		/** The numbers, each with its own problems, as JSON; erased when applied. */
		rows: text("rows"),
		/** The group's result in the review's figures; null until they exist. */
		outcome: text("outcome", { enum: GROUP_OUTCOMES }),
		targetId: uuid("target_id"),
		figures: text("figures"),
		/** Problems of the group and its numbers with other groups and the database, as JSON. */
		planProblem: text("plan_problem"),
		rowProblems: text("row_problems"),
		/**
		 * What an undo puts back, as domain/all-groups/undo-state.ts writes it; only of groups that the
		 * import made or changed, and erased when no undo is possible any more.
		 */
		undoState: text("undo_state"),
		/** What the import did with the group on connections, as JSON. */
		appliedSteps: text("applied_steps"),
		/** The group's versions right after the import: unchanged versions mean an unchanged group. */
		appliedVersion: integer("applied_version"),
		appliedPoolVersion: bigint("applied_pool_version", { mode: "number" }),
	},
	(t) => [
		primaryKey({ columns: [t.reviewId, t.index] }),
		index("group_import_groups_target").on(t.targetId),
		check("group_import_groups_outcome", sql`${t.outcome} in (${oneOf(GROUP_OUTCOMES)})`),
	],
);
