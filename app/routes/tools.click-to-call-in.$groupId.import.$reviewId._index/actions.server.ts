import { data, redirect } from "@remix-run/node";
import { type GroupGone, messageOf } from "../../domain/groups/errors.ts";
import { REPAIR_KINDS } from "../../domain/import/import-repairs.ts";
import type { RowCorrection } from "../../domain/import/row-corrections.ts";
import { redirectWithFlash } from "../../http/pages/flash.server.ts";
import type { SignedIn } from "../../http/pages/session.server.ts";
import {
	applyImport,
	type ImportNotApplied,
	type NotUndone,
	undoImport,
} from "../../operations/import/apply-import.ts";
import {
	correctRows,
	discardImport,
	type ReviewClosed,
	repairRows,
} from "../../operations/import/correct-import.ts";
import { getDatabase } from "../../platform/database.server.ts";
import type { ImportIntent } from "../../ui/import/import-intents.ts";

type Context = {
	groupId: string;
	reviewId: string;
	form: FormData;
	signedIn: SignedIn;
	pathname: string;
	search: string;
};

/** Carries out what a form of the review asks for: parse, act, answer. */
export async function actOnImport(
	intent: ImportIntent,
	{ groupId, reviewId, form, signedIn, pathname, search }: Context,
) {
	const { orm: db } = await getDatabase();
	const here = `${pathname}${search}`;
	const rowsDone = (changed: number) =>
		redirectWithFlash(signedIn, here, {
			message:
				changed === 0
					? "No row was changed."
					: `${changed === 1 ? "1 row was" : `${changed.toLocaleString("en-US")} rows were`} changed in this review.`,
		});

	switch (intent) {
		case "correct": {
			const corrected = await correctRows(db, groupId, reviewId, readCorrections(form));
			return corrected.ok ? rowsDone(corrected.value) : refuse(corrected.error);
		}
		case "repair": {
			const kind = REPAIR_KINDS.find((known) => known === form.get("kind"));
			if (!kind) throw data("There is no such repair. Go back and try again.", 400);
			const repaired = await repairRows(db, groupId, reviewId, kind);
			// To what is left to do, not to the page of a list that has just become shorter.
			return repaired.ok
				? redirectWithFlash(signedIn, pathname, { message: repairedMessage(repaired.value) })
				: refuse(repaired.error);
		}
		case "apply": {
			const seen = {
				version: Number(form.get("version")),
				poolVersion: Number(form.get("poolVersion")),
			};
			const applied = await applyImport(db, groupId, reviewId, seen, signedIn.actor);
			return applied.ok ? redirect(pathname, 303) : refuse(applied.error);
		}
		case "discard": {
			await discardImport(db, groupId, reviewId);
			return redirect(`/tools/click-to-call-in/${groupId}/import`, 303);
		}
		case "undo": {
			const undone = await undoImport(db, groupId, reviewId, signedIn.actor);
			return undone.ok ? redirect(pathname, 303) : refuse(undone.error);
		}
	}
}

const repairedMessage = (rows: number): string =>
	rows === 1 ? "1 row was repaired." : `${rows.toLocaleString("en-US")} rows were repaired.`;

const refuse = (error: ImportNotApplied | NotUndone | ReviewClosed | GroupGone) =>
	data({ message: wordsOf(error) }, 409);

function wordsOf(error: Parameters<typeof refuse>[0]): string {
	switch (error.code) {
		case "group-gone":
		case "number-not-available":
			return messageOf(error);
		case "review-closed":
			return "This review is no longer open: it has been applied or started again meanwhile.";
		case "import-has-errors":
			return "Nothing was applied: there are rows in error. Correct them or leave them out first.";
		case "import-changed":
			return error.by === "pool"
				? "Nothing was applied yet: the pool was changed since you looked. The figures below have been worked out again; apply them if they are right."
				: "Nothing was applied yet: this review was changed in another window. The figures below are those of now; apply them if they are right.";
		case "undo-too-late":
			return "The import cannot be undone: the pool has been changed since.";
		case "undo-clash":
			return `The import cannot be undone. ${messageOf(error.clash)}`;
	}
}

/** The rows of the page as they were typed: `line` names each, the fields are called by it. */
function readCorrections(form: FormData): RowCorrection[] {
	const text = (name: string) => String(form.get(name) ?? "");
	return form.getAll("line").map((line) => ({
		line: Number(line),
		number: text(`number-${line}`),
		description: text(`description-${line}`),
		leaveOut: form.has(`leave-out-${line}`),
	}));
}
