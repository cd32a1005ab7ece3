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
import { listApiKeys } from "../../db/keys/api-keys.ts";
import { readDatabaseTime } from "../../db/paging/record-count.ts";
import {
	apiKeyEditForm,
	apiKeyForm,
	apiKeyLimitForm,
	apiKeyNumbersForm,
	apiKeyRotationForm,
} from "../domain/keys/api-key-input.ts";
import { redirectWithFlash } from "../http/pages/flash.server.ts";
import { readForm } from "../http/pages/form.server.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { createApiKey, revokeApiKey } from "../operations/keys/change-api-key.ts";
import {
	editApiKey,
	endOldKeySecret,
	type RotatedApiKey,
	rotateApiKey,
	setApiKeyLimit,
	setApiKeyNumbers,
} from "../operations/keys/edit-api-key.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";
import { SettingsTabs } from "../ui/frame/settings-tabs.tsx";
import { HELP_LINKS } from "../ui/help/help-links.ts";
import { ChangeKeyForm, RotateKeyForm } from "../ui/keys/api-key-changes.tsx";
import { ApiKeyForm } from "../ui/keys/api-key-form.tsx";
import { LimitForm, NumbersForm, RevokeQuestion } from "../ui/keys/api-key-questions.tsx";
import { ApiKeyTable } from "../ui/keys/api-key-table.tsx";
import { COLUMNS } from "../ui/layout.ts";
import { PageHeading } from "../ui/page.tsx";
import { SecretNotice } from "../ui/secret-notice.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { Time } from "../ui/time.tsx";

const words = texts.pages.keys;

export const meta: MetaFunction = () => [{ title: words.tabTitle }];

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { user } = await requirePermission({ request, context }, "api-key:manage");
	const { db } = await getService();
	const asked = new URL(request.url).searchParams;
	const now = await readDatabaseTime(db);
	const keys = (await listApiKeys(db)).map(({ previousUntil, ...key }) => ({
		...key,
		previousUntil: previousUntil && previousUntil > now ? previousUntil : null,
	}));
	const works = (id: string | null) =>
		keys.find((key) => key.id === id && key.revokedAt === null) ?? null;
	return {
		keys,
		revoking: works(asked.get("revoke")),
		limiting: works(asked.get("limit")),
		numbering: works(asked.get("numbers")),
		changing: works(asked.get("change")),
		rotating: works(asked.get("rotate")),
		now,
		groups: await listGroupNames(db),
		requestId: uuidv7(),
		zone: user.timeZone,
		role: user.role,
	};
}

type Answer = {
	reply?: SubmissionResult<string[]>;
	limit?: SubmissionResult<string[]>;
	numbers?: SubmissionResult<string[]>;
	change?: SubmissionResult<string[]>;
	rotate?: SubmissionResult<string[]>;
	made?: { name: string; secret: string };
	rotated?: RotatedApiKey;
};

export async function action({ request, context }: ActionFunctionArgs) {
	const signedIn = await requirePermission({ request, context }, "api-key:manage");
	const { db } = await getService();
	const form = await readForm(request);
	if (form.get("intent") === "revoke") {
		const name = await revokeApiKey(db, String(form.get("apiKeyId")), signedIn.actor);
		const message = name === null ? words.revoke.alreadyRevoked : words.revoke.done({ name });
		return redirectWithFlash(signedIn, "/settings/api-keys", { message });
	}
	if (form.get("intent") === "set-limit") {
		const submission = parseWithZod(form, { schema: apiKeyLimitForm });
		if (submission.status !== "success") return data<Answer>({ limit: submission.reply() }, 422);
		const { apiKeyId, requestsPerMinute } = submission.value;
		const name = await setApiKeyLimit(db, apiKeyId, requestsPerMinute, signedIn.actor);
		const message =
			name === null ? words.limit.keyGone : words.limit.done({ name, requests: requestsPerMinute });
		return redirectWithFlash(signedIn, "/settings/api-keys", { message });
	}
	if (form.get("intent") === "set-numbers") {
		const submission = parseWithZod(form, { schema: apiKeyNumbersForm });
		if (submission.status !== "success") return data<Answer>({ numbers: submission.reply() }, 422);
		const { apiKeyId, numbersWithoutPlus } = submission.value;
		const name = await setApiKeyNumbers(db, apiKeyId, numbersWithoutPlus, signedIn.actor);
		const message =
			name === null ? words.limit.keyGone : words.numbers.done({ name, numbersWithoutPlus });
		return redirectWithFlash(signedIn, "/settings/api-keys", { message });
	}
	const reader = { zone: signedIn.user.timeZone, now: await readDatabaseTime(db) };
	if (form.get("intent") === "change") {
		const submission = parseWithZod(form, { schema: apiKeyEditForm(reader) });
		if (submission.status !== "success") return data<Answer>({ change: submission.reply() }, 422);
		const { apiKeyId, ...edit } = submission.value;
		const name = await editApiKey(db, apiKeyId, edit, signedIn.actor);
		const message = name === null ? words.limit.keyGone : words.change.done({ name });
		return redirectWithFlash(signedIn, "/settings/api-keys", { message });
	}
	if (form.get("intent") === "rotate") {
		const submission = parseWithZod(form, { schema: apiKeyRotationForm });
		if (submission.status !== "success") return data<Answer>({ rotate: submission.reply() }, 422);
		const { apiKeyId, oldSecretSeconds, hint } = submission.value;
		if (form.get("end") === "old") {
			const name = await endOldKeySecret(db, apiKeyId, signedIn.actor);
			const message = name === null ? words.limit.keyGone : words.rotate.endedNow({ name });
			return redirectWithFlash(signedIn, "/settings/api-keys", { message });
		}
		const rotation = { oldSecretSeconds, replaces: { hint } };
		const rotated = await rotateApiKey(db, apiKeyId, rotation, signedIn.actor);
		if (rotated === "secret-old")
			return data<Answer>(
				{ rotate: submission.reply({ formErrors: [words.rotate.rotatedSince] }) },
				409,
			);
		if (rotated !== null) return data<Answer>({ rotated });
		return redirectWithFlash(signedIn, "/settings/api-keys", { message: words.limit.keyGone });
	}
	const submission = parseWithZod(form, { schema: apiKeyForm(reader) });
	if (submission.status !== "success") return data<Answer>({ reply: submission.reply() }, 422);
	const made = await createApiKey(db, submission.value, signedIn.actor);
	if (made.ok) return data<Answer>({ made: { name: submission.value.name, secret: made.value } });
	const formErrors = [words.create.sentTwice];
	return data<Answer>({ reply: submission.reply({ formErrors }) }, 409);
}

export default function ApiKeys() {
	const { keys, revoking, limiting, numbering, changing, rotating, ...page } =
		useLoaderData<typeof loader>();
	const { groups, requestId, zone, role, now } = page;
	const answer = useActionData<typeof action>() as Answer | undefined;
	return (
		<>
			<PageHeading title={texts.pages.shared.settings.title} help={HELP_LINKS.keys} />
			<SettingsTabs current="/settings/api-keys" role={role} />
			{answer?.made && (
				<SecretNotice secret={answer.made.secret}>
					<p className="font-semibold">{words.create.done(answer.made)}</p>
				</SecretNotice>
			)}
			{answer?.rotated && (
				<SecretNotice secret={answer.rotated.secret}>
					<p className="font-semibold">{words.rotate.done(answer.rotated)}</p>
					<p>
						{answer.rotated.oldSecretUntil ? (
							<Sentence
								of={words.rotate.until({
									time: <Time at={answer.rotated.oldSecretUntil} zone={zone} />,
								})}
							/>
						) : (
							words.rotate.ended
						)}
					</p>
				</SecretNotice>
			)}
			<div className={`${COLUMNS} lg:grid-cols-[minmax(0,1fr)_22rem]`}>
				<ApiKeyTable
					keys={keys}
					zone={zone}
					now={now}
					asked={
						revoking ? (
							<RevokeQuestion apiKey={revoking} zone={zone} />
						) : limiting ? (
							<LimitForm apiKey={limiting} reply={answer?.limit} />
						) : numbering ? (
							<NumbersForm apiKey={numbering} reply={answer?.numbers} />
						) : rotating && !answer?.rotated ? (
							<RotateKeyForm apiKey={rotating} reply={answer?.rotate} />
						) : null
					}
				/>
				{changing ? (
					<ChangeKeyForm apiKey={changing} reply={answer?.change} groups={groups} zone={zone} />
				) : (
					<ApiKeyForm groups={groups} requestId={requestId} reply={answer?.reply} zone={zone} />
				)}
			</div>
		</>
	);
}
