import type { SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import {
	type ActionFunctionArgs,
	data,
	type LoaderFunctionArgs,
	type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { listGroupNames } from "../../db/groups/groups.ts";
import { findStoredConnection } from "../../db/phone-systems/connections.ts";
import { messageOfConnectionError } from "../domain/phone-systems/connection-errors.ts";
import { connectionForm } from "../domain/phone-systems/connection-input.ts";
import { redirectWithFlash } from "../http/pages/flash.server.ts";
import { readForm } from "../http/pages/form.server.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { changeConnection } from "../operations/phone-systems/change-connection.ts";
import { getService } from "../platform/database.server.ts";
import { getEnv } from "../platform/env.server.ts";
import { texts } from "../texts/texts.ts";
import { HELP_LINKS } from "../ui/help/help-links.ts";
import { PageHeading } from "../ui/page.tsx";
import { ConnectionForm } from "../ui/phone-systems/connection-form.tsx";

const words = texts.pages.phoneSystems;

export const meta: MetaFunction = () => [{ title: words.edit.tabTitle }];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
	await requirePermission({ request, context }, "connection:write");
	const { db } = await getService();
	const connection = await findStoredConnection(db, params.connectionId ?? "");
	if (!connection) throw data(words.connection.gone, 404);
	return { connection, groups: await listGroupNames(db) };
}

type Answer = { reply?: SubmissionResult<string[]> };

export async function action({ request, context, params }: ActionFunctionArgs) {
	const signedIn = await requirePermission({ request, context }, "connection:write");
	const id = params.connectionId ?? "";
	const submission = parseWithZod(await readForm(request), {
		schema: connectionForm(getEnv().DEFAULT_COUNTRY),
	});
	if (submission.status !== "success") return data<Answer>({ reply: submission.reply() }, 422);
	const changed = await changeConnection(await getService(), id, submission.value, signedIn.actor);
	if (changed.ok)
		return redirectWithFlash(signedIn, `/settings/phone-systems/${id}`, {
			message: changed.value ? words.edit.done(submission.value) : words.edit.unchanged,
		});
	const message = [messageOfConnectionError(changed.error)];
	switch (changed.error.code) {
		case "connection-gone":
			throw data(words.connection.gone, 404);
		case "connection-name-taken":
			return data<Answer>({ reply: submission.reply({ fieldErrors: { name: message } }) }, 409);
		default: {
			// Without what was typed, the form shows the newer settings and their version (G11).
			const { initialValue: _typed, ...reply } = submission.reply({ formErrors: message });
			return data<Answer>({ reply }, 409);
		}
	}
}

export default function EditConnection() {
	const { connection, groups } = useLoaderData<typeof loader>();
	const answer = useActionData<Answer>();
	const page = `/settings/phone-systems/${connection.id}`;
	return (
		<>
			<PageHeading
				title={words.edit.title}
				place={{ to: page, name: connection.name }}
				help={HELP_LINKS.phoneSystems}
			/>
			<ConnectionForm
				stored={connection}
				newKind={null}
				requestId={connection.id}
				groups={groups}
				reply={answer?.reply}
				cancelTo={page}
			/>
		</>
	);
}
