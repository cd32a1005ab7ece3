import type { SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import {
	type ActionFunctionArgs,
	data,
	type LoaderFunctionArgs,
	type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { v7 as uuidv7 } from "uuid";
import { listGroupNames } from "../../db/groups/groups.ts";
import { urlsToPaste } from "../domain/phone-systems/connection.ts";
import { messageOfConnectionError } from "../domain/phone-systems/connection-errors.ts";
import { newConnectionForm } from "../domain/phone-systems/connection-input.ts";
import {
	type ConnectionKind,
	kindName,
	parseKind,
} from "../domain/phone-systems/connection-kinds.ts";
import { addressTrouble } from "../domain/phone-systems/public-address.ts";
import { redirectWithFlash } from "../http/pages/flash.server.ts";
import { readForm } from "../http/pages/form.server.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { publicOrigin } from "../http/pages/user-link.server.ts";
import { createConnection } from "../operations/phone-systems/create-connection.ts";
import { getService } from "../platform/database.server.ts";
import { getEnv } from "../platform/env.server.ts";
import { texts } from "../texts/texts.ts";
import { HELP_LINKS } from "../ui/help/help-links.ts";
import { PageHeading } from "../ui/page.tsx";
import { ConnectionForm } from "../ui/phone-systems/connection-form.tsx";
import { ConnectionSetUp } from "../ui/phone-systems/connection-set-up.tsx";
import { SecretNotice } from "../ui/secret-notice.tsx";

const words = texts.pages.phoneSystems;
const LIST = "/settings/phone-systems";

export const meta: MetaFunction = () => [{ title: words.create.tabTitle }];

function kindOf(request: Request): ConnectionKind {
	const kind = parseKind(new URL(request.url).searchParams.get("kind") ?? "");
	if (kind === undefined) throw data(texts.pages.shared.unknownAction, 400);
	return kind;
}

export async function loader({ request, context }: LoaderFunctionArgs) {
	await requirePermission({ request, context }, "connection:write");
	const { db } = await getService();
	const kind = kindOf(request);
	const address = addressTrouble(kind, getEnv().PUBLIC_URL);
	return { kind, address, groups: await listGroupNames(db), requestId: uuidv7() };
}

type Answer = {
	reply?: SubmissionResult<string[]>;
	made?: { id: string; name: string; secret: string; urls: ReturnType<typeof urlsToPaste> };
};

export async function action({ request, context }: ActionFunctionArgs) {
	const signedIn = await requirePermission({ request, context }, "connection:write");
	const kind = kindOf(request);
	const submission = parseWithZod(await readForm(request), {
		schema: newConnectionForm(kind, getEnv().DEFAULT_COUNTRY),
	});
	if (submission.status !== "success")
		return data<Answer>({ reply: submission.reply({ hideFields: ["secret"] }) }, 422);
	const made = await createConnection(
		await getService(),
		{ ...submission.value, kind },
		{ hasPublicUrl: getEnv().PUBLIC_URL !== undefined },
		signedIn.actor,
	);
	const { name } = submission.value;
	if (!made.ok) {
		const message = [messageOfConnectionError(made.error)];
		const at =
			made.error.code === "connection-name-taken"
				? { fieldErrors: { name: message } }
				: { formErrors: message };
		return data<Answer>({ reply: submission.reply({ hideFields: ["secret"], ...at }) }, 409);
	}
	const { id, secret } = made.value;
	const urls = urlsToPaste(kind, id, publicOrigin(request));
	if (secret !== null) return data<Answer>({ made: { id, name, secret, urls } });
	return redirectWithFlash(signedIn, `${LIST}/${id}`, { message: words.create.done({ name }) });
}

export default function NewConnection() {
	const { kind, address, groups, requestId } = useLoaderData<typeof loader>();
	const answer = useActionData<Answer>();
	return (
		<>
			<PageHeading
				title={words.create.title({ kind: kindName(kind) })}
				place={{ to: LIST, name: words.title }}
				help={HELP_LINKS.phoneSystems}
			/>
			{answer?.made ? (
				<div className="max-w-3xl">
					<SecretNotice secret={answer.made.secret}>
						<p className="font-semibold">{words.create.doneWithKey(answer.made)}</p>
					</SecretNotice>
					<ConnectionSetUp kind={kind} urls={answer.made.urls} address={address} />
					<p className="mt-4">
						<a href={`${LIST}/${answer.made.id}`} className="button button-primary">
							{words.create.toConnection}
						</a>
					</p>
				</div>
			) : (
				<ConnectionForm
					stored={null}
					newKind={kind}
					requestId={requestId}
					groups={groups}
					reply={answer?.reply}
					cancelTo={LIST}
				/>
			)}
		</>
	);
}
