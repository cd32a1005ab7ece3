import { data, redirect } from "@remix-run/node";
import { EXISTING_CHOICES } from "../../domain/import/groups-import-plan.ts";
import { REPAIR_KINDS } from "../../domain/import/import-repairs.ts";
import { redirectWithFlash } from "../../http/pages/flash.server.ts";
import type { SignedIn } from "../../http/pages/session.server.ts";
import {
	applyGroupsImport,
	type GroupsNotApplied,
} from "../../operations/import/apply-groups-import.ts";
import {
	chooseExisting,
	discardGroups,
	leaveOut,
	repairNumbers,
} from "../../operations/import/correct-groups-import.ts";
import type { ReviewClosed } from "../../operations/import/correct-import.ts";
import { getService } from "../../platform/database.server.ts";
import type { GroupsImportIntent } from "../../ui/import/groups-import-intents.ts";

type Context = {
	reviewId: string;
	form: FormData;
	signedIn: SignedIn;
	pathname: string;
	search: string;
};

/** Carries out what a form of the review asks for: parse, act, answer. */
export async function actOnGroupsImport(
	intent: GroupsImportIntent,
	{ reviewId, form, signedIn, pathname, search }: Context,
) {
	const { db } = await getService();
	const index = Number(form.get("index"));
	const told = (message: string, to = pathname) => redirectWithFlash(signedIn, to, { message });
	switch (intent) {
		case "choose-existing": {
			const existing = EXISTING_CHOICES.find((known) => known === form.get("existing"));
			if (!existing) throw data("There is no such choice. Go back and try again.", 400);
			const chosen = await chooseExisting(db, reviewId, existing);
			return chosen.ok ? told("The figures are those of your choice.") : refuse(chosen.error);
		}
		case "leave-out":
		case "take-in": {
			if (!Number.isInteger(index) || index < 0 || index > 1_000_000)
				throw data("There is no such group. Go back and try again.", 400);
			const changed = await leaveOut(db, reviewId, [index], intent === "leave-out");
			return changed.ok ? redirect(`${pathname}${search}`, 303) : refuse(changed.error);
		}
		case "leave-out-in-error": {
			const changed = await leaveOut(db, reviewId, "in-error", true);
			return changed.ok
				? told(
						changed.value === 1
							? "1 group is left out."
							: `${figure(changed.value)} groups are left out.`,
					)
				: refuse(changed.error);
		}
		case "repair": {
			const kind = REPAIR_KINDS.find((known) => known === form.get("kind"));
			if (!kind) throw data("There is no such repair. Go back and try again.", 400);
			const repaired = await repairNumbers(db, reviewId, null, kind);
			return repaired.ok ? told(repairedMessage(repaired.value)) : refuse(repaired.error);
		}
		case "apply": {
			const seen = { version: Number(form.get("version")), state: String(form.get("state")) };
			const applied = await applyGroupsImport(db, reviewId, seen, signedIn.actor);
			return applied.ok ? redirect(pathname, 303) : refuse(applied.error);
		}
		case "discard":
			await discardGroups(db, reviewId);
			return redirect("/tools/click-to-call-in/import", 303);
	}
}

const figure = (n: number): string => n.toLocaleString("en-US");
const repairedMessage = (numbers: number): string =>
	numbers === 1 ? "1 number was repaired." : `${figure(numbers)} numbers were repaired.`;

const refuse = (error: GroupsNotApplied | ReviewClosed) => data({ message: wordsOf(error) }, 409);

function wordsOf(error: GroupsNotApplied | ReviewClosed): string {
	switch (error.code) {
		case "review-closed":
			return "This review is no longer open: it has been applied or started again meanwhile.";
		case "import-has-errors":
			return "Nothing was applied: there are groups in error. Correct them or leave them out first.";
		case "import-changed":
			return error.by === "groups"
				? "Nothing was applied yet: groups were changed since you looked. The figures below have been worked out again; apply them if they are right."
				: "Nothing was applied yet: this review was changed in another window. The figures below are those of now; apply them if they are right.";
	}
}
