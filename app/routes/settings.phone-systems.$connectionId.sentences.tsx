import {
	type ActionFunctionArgs,
	data,
	type LoaderFunctionArgs,
	type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { findStoredConnection } from "../../db/phone-systems/connections.ts";
import type { OwnSentences, Sentence } from "../domain/conversation/heard.ts";
import { SENTENCES } from "../domain/conversation/heard.ts";
import { parseHeardLanguage } from "../domain/conversation/heard-language.ts";
import { readOwnSentences } from "../domain/phone-systems/own-sentences.ts";
import { redirectWithFlash } from "../http/pages/flash.server.ts";
import { readForm } from "../http/pages/form.server.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { changeOwnSentences } from "../operations/phone-systems/change-connection.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";
import { PageHeading } from "../ui/page.tsx";
import { SentencesForm } from "../ui/phone-systems/sentences-form.tsx";

const words = texts.pages.phoneSystems;

export const meta: MetaFunction = () => [{ title: words.sentences.tabTitle }];

const languageIn = (request: Request, own: string) =>
	parseHeardLanguage(new URL(request.url).searchParams.get("language") ?? own);

export async function loader({ request, context, params }: LoaderFunctionArgs) {
	await requirePermission({ request, context }, "connection:write");
	const { db } = await getService();
	const connection = await findStoredConnection(db, params.connectionId ?? "");
	if (!connection) throw data(words.connection.gone, 404);
	const { id, name, ownSentences } = connection;
	const language = languageIn(request, connection.language);
	return { id, name, language, own: (ownSentences[language] ?? {}) as OwnSentences };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
	const signedIn = await requirePermission({ request, context }, "connection:write");
	const form = await readForm(request);
	const typed = new Map<Sentence, string>(
		SENTENCES.map((sentence) => [sentence, String(form.get(sentence) ?? "")]),
	);
	const read = readOwnSentences(typed);
	if (!read.ok)
		return data({ typed: Object.fromEntries(typed), errors: Object.fromEntries(read.error) }, 422);
	const id = params.connectionId ?? "";
	const language = parseHeardLanguage(String(form.get("language") ?? ""));
	const changed = await changeOwnSentences(
		await getService(),
		id,
		{ language, sentences: read.value },
		signedIn.actor,
	);
	if (!changed.ok) throw data(words.connection.gone, 404);
	const message = words.sentences.done({
		name: changed.value,
		language: words.form.languages[language],
	});
	return redirectWithFlash(signedIn, `/settings/phone-systems/${id}`, { message });
}

export default function WhatCallersHear() {
	const { id, name, language, own } = useLoaderData<typeof loader>();
	const answer = useActionData<{ typed: OwnSentences; errors: OwnSentences }>();
	return (
		<>
			<PageHeading
				title={words.sentences.title}
				place={{ to: `/settings/phone-systems/${id}`, name }}
			/>
			<SentencesForm language={language} own={answer?.typed ?? own} errors={answer?.errors ?? {}} />
		</>
	);
}
