import type { SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { data } from "@remix-run/node";
import type { z } from "zod";
import { findGroup } from "../../../db/groups/groups.ts";
import { findGroupsWithNumber } from "../../../db/groups/pool-entries.ts";
import { type ConflictError, messageOf, type RuleError } from "../../domain/groups/errors.ts";
import type { Group } from "../../domain/groups/group.ts";
import {
	addEntryForm,
	deleteEntryForm,
	deleteGroupForm,
	editEntryForm,
	isNameOf,
	needsTypedName,
	offersFor,
	settingsDefaults,
	settingsForm,
} from "../../domain/groups/group-input.ts";
import { numberWarnings } from "../../domain/groups/number-warnings.ts";
import type { PoolEntry } from "../../domain/groups/pool.ts";
import type { DnisContext } from "../../domain/numbers/dnis-question.ts";
import { type Flash, type FlashPlace, redirectWithFlash } from "../../http/pages/flash.server.ts";
import type { SignedIn } from "../../http/pages/session.server.ts";
import { deleteGroup, saveSettings } from "../../operations/groups/change-group.ts";
import { addEntry, deleteEntry, editEntry } from "../../operations/groups/change-pool.ts";
import { readDnisContext } from "../../operations/groups/read-dnis-context.ts";
import { getService } from "../../platform/database.server.ts";
import { texts } from "../../texts/texts.ts";
import type { GroupIntent } from "../../ui/groups/group-intents.ts";
import type { Refusal } from "../../ui/groups/refusal.ts";

const words = texts.pages.groups;
const GROUPS = "/tools/click-to-call-in";

type Context = { groupId: string; form: FormData; signedIn: SignedIn; here: string };

/** Carries out a form of the page: parse, act, answer. `here`: the address to return to. */
export async function actOnGroup(intent: GroupIntent, { groupId, form, signedIn, here }: Context) {
	const { db } = await getService();
	const { actor } = signedIn;
	const done = (flash: Flash, to = here) => redirectWithFlash(signedIn, to, flash);
	const row = rowOf(form);
	// The number may be on another page of the pool, where the user would not see its warnings.
	const saved = async (number: string, what: string, where: { beside?: FlashPlace }) => {
		const warnings = numberWarnings(number, await findGroupsWithNumber(db, number, groupId));
		return done({ message: `${what} ${warnings}`.trim(), ...where });
	};
	const parse = <S extends z.ZodType>(schema: S) => parseWithZod(form, { schema });
	const typedNumber = form.get("number");
	const refuseEntry = (submission: Submission, context: DnisContext) =>
		refuse(intent, submission.reply(), 422, { offers: offersFor(typedNumber, context) });

	switch (intent) {
		case "save-settings": {
			const submission = parse(settingsForm);
			if (submission.status !== "success") return refuse(intent, submission.reply(), 422);
			const { version, ...settings } = submission.value;
			const stored = await saveSettings(db, groupId, { version, settings }, actor);
			if (!stored.ok) return refuseError(intent, stored.error, submission, "uniqueDnis");
			const beside = "settings";
			if (!stored.value.changed) return done({ message: words.settings.unchanged, beside });
			const before = settingsDefaults(stored.value.before.settings);
			const undo = { intent, version: String(stored.value.before.version + 1), ...before };
			return done({
				...{ message: words.settings.saved, beside },
				undo: { label: texts.pages.shared.undo, action: here, fields: undo },
			});
		}
		case "add-entry": {
			const context = await readDnisContext(db, groupId, typedNumber);
			const submission = parse(addEntryForm(context));
			if (submission.status !== "success") return refuseEntry(submission, context);
			const added = await addEntry(db, groupId, submission.value, actor);
			if (!added.ok) return refuseError(intent, added.error, submission, "number");
			return saved(submission.value.number, words.entry.added(submission.value), { beside: "add" });
		}
		case "edit-entry": {
			const context = await readDnisContext(db, groupId, typedNumber);
			const submission = parse(editEntryForm(context));
			if (submission.status !== "success") return refuseEntry(submission, context);
			const edited = await editEntry(db, groupId, submission.value, actor);
			if (!edited.ok) return refuseError(intent, edited.error, submission, "number");
			return saved(submission.value.number, words.entry.saved(submission.value), row);
		}
		case "delete-entry": {
			const submission = parse(deleteEntryForm);
			if (submission.status !== "success") return refuse(intent, submission.reply(), 422);
			const deleted = await deleteEntry(db, groupId, submission.value, actor);
			if (!deleted.ok) return refuseDelete(deleted.error, submission);
			const { number, description } = deleted.value;
			const fields = { intent: "add-entry", number, description };
			return done({
				...{ message: words.entry.deleted({ number }), ...row },
				undo: { label: texts.pages.shared.undo, action: here, fields },
			});
		}
		case "delete-group": {
			const submission = parse(deleteGroupForm);
			if (submission.status !== "success") return refuse(intent, submission.reply(), 422);
			const group = await findGroup(db, groupId);
			if (group && needsTypedName(group) && !isNameOf(group, submission.value.name))
				return refuse(
					intent,
					submission.reply({ fieldErrors: { name: [words.remove.nameDiffers] } }),
					422,
				);
			const deleted = await deleteGroup(db, groupId, submission.value, actor);
			if (!deleted.ok) return refuseError(intent, deleted.error, submission, null);
			return done(
				{
					message: words.remove.done(deleted.value),
					undo: {
						label: texts.pages.shared.undo,
						action: `${GROUPS}?index`,
						fields: { intent: "restore", groupId },
					},
				},
				GROUPS,
			);
		}
	}
}

/** The row of the pool whose button or form was sent; none for another form. */
function rowOf(form: FormData): { beside?: number } {
	const sent = form.get("place");
	const row = typeof sent === "string" && /^\d{1,2}$/.test(sent) ? Number(sent) : undefined;
	return row === undefined ? {} : { beside: row };
}

type Submission = {
	reply(options?: {
		fieldErrors?: Record<string, string[]>;
		formErrors?: string[];
	}): SubmissionResult<string[]>;
	payload: Record<string, unknown>;
};

const refuse = (
	intent: GroupIntent,
	reply: SubmissionResult<string[]>,
	status: number,
	more: Partial<Refusal> = {},
) => data<Refusal>({ intent, reply, ...more }, status);

function refuseError(
	intent: GroupIntent,
	error: RuleError | ConflictError<PoolEntry> | ConflictError<Group>,
	submission: Submission,
	field: string | null,
	more: Partial<Refusal> = {},
) {
	if (error.code === "changed-meanwhile") {
		const { by, at, current } = error;
		return refuse(intent, submission.reply(), 409, {
			...more,
			conflict: "number" in current ? { by, at, entry: current } : { by, at, group: current },
		});
	}
	const message = messageOf(error);
	// The group's page no longer exists, so the error page shows the message.
	if (error.code === "group-gone") throw data(message, 404);
	const ofForm = field === null || error.code === "entry-gone" || error.code === "pool-full";
	return refuse(
		intent,
		submission.reply(ofForm ? { formErrors: [message] } : { fieldErrors: { [field]: [message] } }),
		409,
		more,
	);
}

function refuseDelete(error: Parameters<typeof refuseError>[1], submission: Submission) {
	const entryId = String(submission.payload.entryId);
	if (error.code !== "number-live")
		return refuseError("delete-entry", error, submission, null, { entryId });
	const confirmDelete = {
		version: Number(submission.payload.version),
		number: error.number,
		liveRequests: error.liveRequests,
	};
	return refuse("delete-entry", submission.reply(), 409, { entryId, confirmDelete });
}
