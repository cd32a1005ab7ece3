import { data, redirect } from "@remix-run/node";
import { type GroupGone, messageOf } from "../../domain/groups/errors.ts";
import {
	messageOfFileProblem,
	wordsOfRepair,
	wordsOfRepairsMade,
} from "../../domain/import/import-messages.ts";
import { REPAIR_KINDS, type RepairKind, SAFE_KINDS } from "../../domain/import/repair-kinds.ts";
import { readColumnChoice } from "../../http/pages/column-choice.server.ts";
import { redirectWithFlash } from "../../http/pages/flash.server.ts";
import { readRepairs } from "../../http/pages/repair-choice.server.ts";
import { readCorrections } from "../../http/pages/row-corrections.server.ts";
import type { SignedIn } from "../../http/pages/session.server.ts";
import { applyImport, type ImportNotApplied } from "../../operations/import/apply-import.ts";
import { chooseColumns } from "../../operations/import/choose-columns.ts";
import {
	correctRows,
	discardImport,
	type ReviewClosed,
	repairRows,
	takeBackRepair,
} from "../../operations/import/correct-import.ts";
import { type NotUndone, undoImport } from "../../operations/import/undo-import.ts";
import { getService } from "../../platform/database.server.ts";
import { getEnv } from "../../platform/env.server.ts";
import { texts } from "../../texts/texts.ts";
import type { ImportIntent } from "../../ui/import/import-intents.ts";

const words = texts.pages.import.review;

type Context = {
	groupId: string;
	reviewId: string;
	form: FormData;
	signedIn: SignedIn;
	pathname: string;
	search: string;
};

/** Carries out a form of the review: parse, act, answer. */
export async function actOnImport(
	intent: ImportIntent,
	{ groupId, reviewId, form, signedIn, pathname, search }: Context,
) {
	const { db } = await getService();
	const here = `${pathname}${search}`;
	const rowsDone = (changed: number) =>
		redirectWithFlash(signedIn, here, { message: words.rows.changed({ rows: changed }) });
	const repair = async (kinds: readonly RepairKind[]) => {
		const repaired = await repairRows(db, groupId, reviewId, kinds);
		if (!repaired.ok) return refuse(repaired.error);
		const country = getEnv().DEFAULT_COUNTRY;
		const made = wordsOfRepairsMade(repaired.value, (one) => wordsOfRepair(one, country));
		// Redirects to the remaining work: the current page of the shorter list may no longer exist.
		return redirectWithFlash(signedIn, pathname, { message: made || words.repairs.nothingDone });
	};

	switch (intent) {
		case "correct": {
			const corrected = await correctRows(db, groupId, reviewId, readCorrections(form));
			return corrected.ok ? rowsDone(corrected.value) : refuse(corrected.error);
		}
		case "columns": {
			const choice = readColumnChoice(form);
			const asked = Object.fromEntries(form);
			if (!choice.ok) return data({ ...choice.error, asked }, 422);
			const chosen = await chooseColumns(db, groupId, reviewId, choice.value);
			if (chosen.ok) return redirect(pathname, 303);
			return chosen.error.code === "review-closed"
				? refuse(chosen.error)
				: data({ message: messageOfFileProblem(chosen.error), asked }, 422);
		}
		case "repair": {
			const kinds = readRepairs(form);
			if (!kinds) throw data(words.noSuchRepair, 400);
			return repair(kinds);
		}
		case "repair-safe":
			return repair(SAFE_KINDS);
		case "take-back": {
			const kind = REPAIR_KINDS.find((known) => known === form.get("kind"));
			if (!kind) throw data(words.noSuchRepair, 400);
			const back = await takeBackRepair(db, groupId, reviewId, kind);
			if (!back.ok) return refuse(back.error);
			const message = words.repairs.made.takenBack({ rows: back.value });
			return redirectWithFlash(signedIn, pathname, { message });
		}
		case "apply": {
			const seen = {
				version: Number(form.get("version")),
				poolVersion: Number(form.get("poolVersion")),
				mayRemoveLive: form.has("mayRemoveLive"),
			};
			const applied = await applyImport(db, groupId, reviewId, seen, signedIn.actor);
			return applied.ok ? redirect(pathname, 303) : refuse(applied.error);
		}
		case "discard": {
			const file = await discardImport(db, groupId, reviewId);
			const { done, closed } = texts.pages.import.history.discard;
			const to = `/tools/click-to-call-in/${groupId}/import`;
			return redirectWithFlash(signedIn, to, { message: file === null ? closed : done({ file }) });
		}
		case "undo": {
			const undone = await undoImport(db, groupId, reviewId, signedIn.actor);
			return undone.ok ? redirect(pathname, 303) : refuse(undone.error);
		}
	}
}

const refuse = (error: ImportNotApplied | NotUndone | ReviewClosed | GroupGone) =>
	data({ message: wordsOf(error) }, 409);

function wordsOf(error: Parameters<typeof refuse>[0]): string {
	switch (error.code) {
		case "group-gone":
		case "number-not-available":
			return messageOf(error);
		case "review-closed":
			return words.closed;
		case "import-unread":
			return words.refused.unread;
		case "import-has-errors":
			return words.refused.hasErrors;
		case "import-removes-live":
			return words.refused.removesLive;
		case "import-changed":
			return error.by === "pool" ? words.refused.poolChanged : words.refused.reviewChanged;
		case "undo-too-late":
			return words.refused.undoTooLate;
		case "undo-clash":
			return words.refused.undoClash({ reason: messageOf(error.clash) });
	}
}
