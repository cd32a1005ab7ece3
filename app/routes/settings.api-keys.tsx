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
import { apiKeyForm, apiKeyLimitForm, apiKeyNumbersForm } from "../domain/keys/api-key-input.ts";
import { redirectWithFlash } from "../http/pages/flash.server.ts";
import { readForm } from "../http/pages/form.server.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import {
	createApiKey,
	revokeApiKey,
	setApiKeyLimit,
	setApiKeyNumbers,
} from "../operations/keys/change-api-key.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";
import { ApiKeyForm } from "../ui/keys/api-key-form.tsx";
import { LimitForm, NumbersForm, RevokeQuestion } from "../ui/keys/api-key-questions.tsx";
import { ApiKeyTable } from "../ui/keys/api-key-table.tsx";
import { COLUMNS } from "../ui/layout.ts";
import { PageHeading } from "../ui/page.tsx";
import { SecretNotice } from "../ui/secret-notice.tsx";
import { SettingsTabs } from "../ui/settings-tabs.tsx";

const words = texts.pages.keys;

export const meta: MetaFunction = () => [{ title: words.tabTitle }];

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { user } = await requirePermission({ request, context }, "api-key:manage");
	const { db } = await getService();
	const asked = new URL(request.url).searchParams;
	const keys = await listApiKeys(db);
	const works = (id: string | null) =>
		keys.find((key) => key.id === id && key.revokedAt === null) ?? null;
	return {
		keys,
		revoking: works(asked.get("revoke")),
		limiting: works(asked.get("limit")),
		numbering: works(asked.get("numbers")),
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
	made?: { name: string; secret: string };
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
	const submission = parseWithZod(form, { schema: apiKeyForm });
	if (submission.status !== "success") return data<Answer>({ reply: submission.reply() }, 422);
	const made = await createApiKey(db, submission.value, signedIn.actor);
	if (made.ok) return data<Answer>({ made: { name: submission.value.name, secret: made.value } });
	const formErrors = [words.create.sentTwice];
	return data<Answer>({ reply: submission.reply({ formErrors }) }, 409);
}

export default function ApiKeys() {
	const { keys, revoking, limiting, numbering, groups, requestId, zone, role } =
		useLoaderData<typeof loader>();
	const answer = useActionData<Answer>();
	return (
		<>
			<PageHeading title={texts.pages.shared.settings.title} />
			<SettingsTabs current="/settings/api-keys" role={role} />
			{answer?.made && (
				<SecretNotice secret={answer.made.secret}>
					<p className="font-semibold">{words.create.done(answer.made)}</p>
				</SecretNotice>
			)}
			<div className={`${COLUMNS} lg:grid-cols-[minmax(0,1fr)_22rem]`}>
				<ApiKeyTable
					keys={keys}
					zone={zone}
					asked={
						revoking ? (
							<RevokeQuestion apiKey={revoking} zone={zone} />
						) : limiting ? (
							<LimitForm apiKey={limiting} reply={answer?.limit} />
						) : numbering ? (
							<NumbersForm apiKey={numbering} reply={answer?.numbers} />
						) : null
					}
				/>
				<ApiKeyForm groups={groups} requestId={requestId} reply={answer?.reply} />
			</div>
		</>
	);
}
