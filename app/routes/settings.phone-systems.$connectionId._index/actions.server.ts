import type { SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { data } from "@remix-run/node";
import { findStoredConnection } from "../../../db/phone-systems/connections.ts";
import { messageOfConnectionError } from "../../domain/phone-systems/connection-errors.ts";
import { groupDestinationForm, rotationForm } from "../../domain/phone-systems/connection-input.ts";
import { parseKind } from "../../domain/phone-systems/connection-kinds.ts";
import { redirectWithFlash } from "../../http/pages/flash.server.ts";
import type { SignedIn } from "../../http/pages/session.server.ts";
import {
	changeGroupDestination,
	deleteConnection,
	pauseConnection,
} from "../../operations/phone-systems/change-connection.ts";
import {
	endOldSecret,
	rotateConnectionSecret,
} from "../../operations/phone-systems/rotate-connection-secret.ts";
import { getService } from "../../platform/database.server.ts";
import { getEnv } from "../../platform/env.server.ts";
import { texts } from "../../texts/texts.ts";
import { CONNECTION_INTENTS } from "../../ui/phone-systems/connection-intents.ts";

const { connection: words } = texts.pages.phoneSystems;
const LIST = "/settings/phone-systems";

/** The result of an action without a redirect: a refused form, or a key that the product made. */
export type ConnectionAnswer = {
	rotation?: SubmissionResult<string[]>;
	destination?: SubmissionResult<string[]>;
	made?: { name: string; secret: string };
};

const gone = () => data(words.gone, 404);

/** Carries out a form of the connection's page. */
export async function actOnConnection(id: string, form: FormData, signedIn: SignedIn) {
	const intent = CONNECTION_INTENTS.find((known) => known === form.get("intent"));
	if (intent === undefined) throw data(texts.pages.shared.unknownAction, 400);
	const service = await getService();
	const { actor } = signedIn;
	const done = (message: string, to = `${LIST}/${id}`) =>
		redirectWithFlash(signedIn, to, { message });
	switch (intent) {
		case "pause":
		case "resume": {
			const paused = await pauseConnection(service, id, intent === "pause", actor);
			if (!paused.ok) throw gone();
			const { paused: isPaused, resumed } = words.done;
			return done((intent === "pause" ? isPaused : resumed)({ name: paused.value }));
		}
		case "end-old-secret": {
			const ended = await endOldSecret(service, id, actor);
			if (!ended.ok) throw gone();
			return done(words.secret.ended({ name: ended.value }));
		}
		case "delete": {
			const deleted = await deleteConnection(service, id, actor);
			if (!deleted.ok) throw gone();
			return done(words.done.deleted({ name: deleted.value }), LIST);
		}
		case "rotate":
			return rotate(id, form, signedIn);
		case "set-destination":
			return setDestination(id, form, signedIn);
	}
}

async function rotate(id: string, form: FormData, signedIn: SignedIn) {
	const service = await getService();
	const kind = parseKind((await findStoredConnection(service.db, id))?.kind ?? "");
	if (kind === undefined) throw gone();
	const submission = parseWithZod(form, { schema: rotationForm(kind) });
	const hideFields = ["secret"];
	if (submission.status !== "success")
		return data<ConnectionAnswer>({ rotation: submission.reply({ hideFields }) }, 422);
	const { version, ...rotation } = submission.value;
	const rotated = await rotateConnectionSecret(service, id, rotation, signedIn.actor, version);
	if (!rotated.ok) {
		const { error } = rotated;
		if (error.code === "connection-gone") throw gone();
		const isChanged = error.code === "changed-meanwhile";
		const formErrors = [
			isChanged ? words.secret.changedSince(error) : messageOfConnectionError(error),
		];
		return data<ConnectionAnswer>({ rotation: submission.reply({ hideFields, formErrors }) }, 409);
	}
	const { name, secret } = rotated.value;
	if (secret !== null) return data<ConnectionAnswer>({ made: { name, secret } });
	return redirectWithFlash(signedIn, `${LIST}/${id}`, { message: words.secret.rotated({ name }) });
}

async function setDestination(id: string, form: FormData, signedIn: SignedIn) {
	const submission = parseWithZod(form, { schema: groupDestinationForm(getEnv().DEFAULT_COUNTRY) });
	if (submission.status !== "success")
		return data<ConnectionAnswer>({ destination: submission.reply() }, 422);
	const { groupId, ...destination } = submission.value;
	const { phoneSystems } = texts.messages;
	const refuse = (fieldErrors: Record<string, string[]>) =>
		data<ConnectionAnswer>({ destination: submission.reply({ fieldErrors }) }, 422);
	const isRemoved = Object.values(destination).every((value) => value === null);
	if (isRemoved && form.get("removed") !== "yes")
		return refuse({ target: [phoneSystems.destinationMissing] });
	const set = await changeGroupDestination(
		await getService(),
		id,
		{ groupId, ...destination },
		signedIn.actor,
	);
	if (!set.ok) throw gone();
	if (set.value === null) return refuse({ groupId: [phoneSystems.groupUnknown] });
	const { removed, saved } = words.destinations;
	const message = (isRemoved ? removed : saved)({ name: set.value });
	return redirectWithFlash(signedIn, `${LIST}/${id}`, { message });
}
