import {
	type ActionFunctionArgs,
	data,
	type LoaderFunctionArgs,
	type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { findStoredConnection } from "../../db/phone-systems/connections.ts";
import { CODE_ASKS_MAX } from "../domain/conversation/position.ts";
import { canPlay, playCall } from "../doors/serving/play-call.ts";
import { readForm } from "../http/pages/form.server.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { publicOrigin } from "../http/pages/user-link.server.ts";
import { findConnection } from "../operations/phone-systems/find-connection.ts";
import { getService } from "../platform/database.server.ts";
import { getEnv } from "../platform/env.server.ts";
import { texts } from "../texts/texts.ts";
import { COLUMNS } from "../ui/layout.ts";
import { PageHeading } from "../ui/page.tsx";
import {
	CallPreviewForm,
	CallPreviewSteps,
	type Played,
} from "../ui/phone-systems/call-preview.tsx";
import { Sentence } from "../ui/sentence.tsx";

const words = texts.pages.phoneSystems;
const TEXT_MAX = 1024;
/** A call has two legs at most, neither of which is answered. */
const INPUTS_MAX = CODE_ASKS_MAX + 2;

export const meta: MetaFunction = () => [{ title: words.preview.tabTitle }];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
	await requirePermission({ request, context }, "connection:write");
	const { db } = await getService();
	const connection = await findStoredConnection(db, params.connectionId ?? "");
	if (!connection) throw data(words.connection.gone, 404);
	const { id, name, kind } = connection;
	return { id, name, canPlay: canPlay(kind) };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
	await requirePermission({ request, context }, "connection:write");
	const service = await getService();
	const connection = await findConnection(service, params.connectionId ?? "");
	if (!connection) throw data(words.connection.gone, 404);
	const form = await readForm(request);
	const textOf = (value: unknown) => (typeof value === "string" ? value.slice(0, TEXT_MAX) : "");
	const call = {
		toPhoneNumber: textOf(form.get("toPhoneNumber")),
		fromPhoneNumber: textOf(form.get("fromPhoneNumber")),
		keyed: form.getAll("keyed").map(textOf).slice(0, INPUTS_MAX),
	};
	const steps = await playCall(service, connection, call, {
		publicUrl: publicOrigin(request),
		country: getEnv().DEFAULT_COUNTRY,
	});
	return { ...call, steps } satisfies Played;
}

export default function PreviewCall() {
	const { id, name, canPlay: isPlayable } = useLoaderData<typeof loader>();
	const played = useActionData<Played>() ?? null;
	return (
		<>
			<PageHeading
				title={words.preview.title}
				place={{ to: `/settings/phone-systems/${id}`, name }}
			/>
			{isPlayable ? (
				<>
					<p className="mb-4 max-w-prose text-muted">
						<Sentence
							of={words.preview.hint({
								requests: (
									<a href="/call-in?state=Active" className="link">
										{words.preview.liveRequests}
									</a>
								),
							})}
						/>
					</p>
					<div className={`${COLUMNS} lg:grid-cols-[22rem_minmax(0,1fr)]`}>
						<CallPreviewForm played={played} />
						{played && <CallPreviewSteps played={played} />}
					</div>
				</>
			) : (
				<p>{words.preview.none}</p>
			)}
		</>
	);
}
