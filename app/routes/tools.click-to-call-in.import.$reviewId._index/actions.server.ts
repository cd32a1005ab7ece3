import { data, redirect } from "@remix-run/node";
import { forgetFailure } from "../../../db/import/import-work.ts";
import { SETTING_NAMES } from "../../domain/groups/group-settings.ts";
import {
	messageOfGroupProblem,
	wordsOfNumberRepair,
} from "../../domain/import/all-groups/groups-file-messages.ts";
import { EXISTING_CHOICES } from "../../domain/import/all-groups/groups-import-plan.ts";
import type { WorkFailure } from "../../domain/import/all-groups/import-work.ts";
import { messageOfWorkFailure } from "../../domain/import/all-groups/work-messages.ts";
import { wordsOfRepairsMade } from "../../domain/import/import-messages.ts";
import { REPAIR_KINDS, type RepairKind, SAFE_KINDS } from "../../domain/import/repair-kinds.ts";
import { redirectWithFlash } from "../../http/pages/flash.server.ts";
import { readRepairs } from "../../http/pages/repair-choice.server.ts";
import type { SignedIn } from "../../http/pages/session.server.ts";
import { undoGroupsImport } from "../../operations/import/all-groups/undo-groups-import.ts";
import { workOn } from "../../operations/import/all-groups/work-under-way.ts";
import { applyGroupsImport } from "../../operations/import/apply-groups-import.ts";
import { correctInAllGroups } from "../../operations/import/correct-group-fields.ts";
import {
	chooseExisting,
	discardGroups,
	leaveConnectionsOut,
	leaveOut,
	repairNumbers,
	takeBackNumbers,
} from "../../operations/import/correct-groups-import.ts";
import { getService } from "../../platform/database.server.ts";
import { getEnv } from "../../platform/env.server.ts";
import { texts } from "../../texts/texts.ts";
import type { GroupsImportIntent } from "../../ui/import/groups-import-intents.ts";

const { groups: words, review: reviewWords } = texts.pages.import;

type Context = {
	reviewId: string;
	form: FormData;
	signedIn: SignedIn;
	pathname: string;
	search: string;
};

/** Carries out a form of the review: parse, act, answer. */
export async function actOnGroupsImport(
	intent: GroupsImportIntent,
	{ reviewId, form, signedIn, pathname, search }: Context,
) {
	const { db } = await getService();
	await forgetFailure(db, reviewId);
	const index = Number(form.get("index"));
	const told = (message: string, to = pathname) => redirectWithFlash(signedIn, to, { message });
	const repair = async (kinds: readonly RepairKind[]) => {
		const repaired = await repairNumbers(db, reviewId, null, kinds);
		if (!repaired.ok) return refuse(repaired.error);
		const country = getEnv().DEFAULT_COUNTRY;
		const made = wordsOfRepairsMade(repaired.value, (one) => wordsOfNumberRepair(one, country));
		return told(made || words.repairs.nothingDone);
	};
	switch (intent) {
		case "choose-existing": {
			const existing = EXISTING_CHOICES.find((known) => known === form.get("existing"));
			if (!existing) throw data(words.existing.noSuchChoice, 400);
			const chosen = await chooseExisting(db, reviewId, existing);
			return chosen.ok ? told(words.existing.chosen) : refuse(chosen.error);
		}
		case "leave-out":
		case "take-in": {
			if (!Number.isInteger(index) || index < 0 || index > 1_000_000)
				throw data(words.noSuchGroup, 400);
			const changed = await leaveOut(db, reviewId, [index], intent === "leave-out");
			return changed.ok ? redirect(`${pathname}${search}`, 303) : refuse(changed.error);
		}
		case "leave-out-in-error": {
			const changed = await leaveOut(db, reviewId, "in-error", true);
			return changed.ok
				? told(words.groups.leftOutDone({ groups: changed.value }))
				: refuse(changed.error);
		}
		case "correct-setting": {
			const setting = SETTING_NAMES.find((known) => known === form.get("setting"));
			const [given, text] = [form.get("given"), setting && form.get(setting)];
			if (!setting || typeof given !== "string" || typeof text !== "string")
				throw data(texts.pages.shared.unknownAction, 400);
			const corrected = await correctInAllGroups(db, reviewId, { setting, given }, text);
			if (corrected.ok) return told(words.sharedErrors.corrected({ groups: corrected.value }));
			if (corrected.error.code !== "still-wrong") return refuse(corrected.error);
			const message = messageOfGroupProblem(corrected.error.problem);
			return data({ message, still: { setting, given, text } }, 422);
		}
		case "leave-connections-out":
		case "take-connections-in": {
			const isOut = intent === "leave-connections-out";
			const changed = await leaveConnectionsOut(db, reviewId, isOut);
			if (!changed.ok) return refuse(changed.error);
			return told(isOut ? words.connections.leftOut : words.connections.takenIn);
		}
		case "repair": {
			const kinds = readRepairs(form);
			if (!kinds) throw data(reviewWords.noSuchRepair, 400);
			return repair(kinds);
		}
		case "repair-safe":
			return repair(SAFE_KINDS);
		case "take-back": {
			const kind = REPAIR_KINDS.find((known) => known === form.get("kind"));
			if (!kind) throw data(reviewWords.noSuchRepair, 400);
			const back = await takeBackNumbers(db, reviewId, kind);
			return back.ok ? told(words.repairs.takenBack({ numbers: back.value })) : refuse(back.error);
		}
		case "apply": {
			const seen = {
				version: Number(form.get("version")),
				plan: String(form.get("plan")),
				mayRemoveLive: form.has("mayRemoveLive"),
			};
			const { ended } = await workOn(db, { reviewId, kind: "apply" }, (tell) =>
				applyGroupsImport(db, reviewId, seen, signedIn.actor, tell),
			);
			return ended === null || ended.ok ? redirect(pathname, 303) : refuse(ended.error);
		}
		case "discard": {
			const file = await discardGroups(db, reviewId);
			const { done, closed } = texts.pages.import.history.discard;
			return told(file === null ? closed : done({ file }), "/tools/click-to-call-in/import");
		}
		case "undo": {
			const { ended } = await workOn(db, { reviewId, kind: "undo" }, (tell) =>
				undoGroupsImport(db, reviewId, signedIn.actor, tell),
			);
			return ended === null || ended.ok ? redirect(pathname, 303) : refuse(ended.error);
		}
	}
}

const refuse = (error: WorkFailure) => data({ message: messageOfWorkFailure(error) }, 409);
