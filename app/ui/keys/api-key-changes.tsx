import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { dayOf } from "../../domain/keys/api-key-input.ts";
import { OLD_SECRET_DEFAULT, OLD_SECRET_SECONDS } from "../../domain/keys/key-life.ts";
import { texts } from "../../texts/texts.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { Choice } from "../group-choice.tsx";
import type { Key } from "./api-key-table.tsx";
import { RightsFields } from "./rights-fields.tsx";

const { change, rotate, create } = texts.pages.keys;
const OLD_SECRET = texts.messages.keys.oldSecret;

type Props = { apiKey: Key; reply: SubmissionResult<string[]> | undefined };

/** "Change" of a key: name, scopes, groups, expiry and networks (C11a). */
export function ChangeKeyForm({
	apiKey: key,
	reply,
	groups,
	zone,
}: Props & { groups: { id: string; name: string }[]; zone: string }) {
	const ids = groups.filter(({ name }) => key.groups?.includes(name)).map(({ id }) => id);
	const [form, fields] = useForm<{
		name: string;
		scopes: string[];
		groupIds: string[];
		expiresOn: string;
		networks: string;
	}>({
		id: "api-key-change",
		lastResult: reply ?? null,
		defaultValue: {
			name: key.name,
			expiresOn: dayOf(key.expiresAt, zone),
			networks: key.networks?.join("\n") ?? "",
		},
	});
	const sent = reply?.initialValue;
	const listed = (name: string): string[] | null =>
		sent ? ([sent[name] ?? []].flat() as string[]) : null;
	const labels = {
		name: { id: fields.name.id, label: create.name },
		scopes: { id: "scope-create", label: create.scopes },
		groupIds: { id: "group-ids", label: create.groups },
		expiresOn: { id: fields.expiresOn.id, label: create.expiresOn },
		networks: { id: fields.networks.id, label: create.networks },
	};
	return (
		<section aria-labelledby="change-heading" className="panel p-4">
			<h2 id="change-heading" className="mb-3 [overflow-wrap:anywhere]">
				{change.heading(key)}
			</h2>
			<form
				{...getFormProps(form)}
				method="post"
				action={`/settings/api-keys?change=${key.id}`}
				noValidate
				data-unsaved
				className="space-y-4"
			>
				<ErrorSummary form={form} labels={labels} title={change.refused} />
				<input type="hidden" name="intent" value="change" />
				<input type="hidden" name="apiKeyId" value={key.id} />
				<RightsFields
					fields={fields}
					groups={groups}
					zone={zone}
					chosen={{
						scopes: listed("scopes") ?? key.scopes,
						groupIds: listed("groupIds") ?? ids,
						limit: (sent ? sent.limit === "some" : key.groups !== null) ? "some" : "all",
					}}
					kind={key.isTest ? "test" : "live"}
				/>
				<div className="flex flex-wrap items-center gap-3">
					<button type="submit" className="button button-primary">
						{change.save}
					</button>
					<a href="/settings/api-keys" className="link">
						{change.leave}
					</a>
				</div>
			</form>
		</section>
	);
}

/** "Rotate" of a key: how long the old secret goes on working beside the new one (C11a). */
export function RotateKeyForm({ apiKey: key, reply }: Props) {
	const [form, fields] = useForm<{ oldSecretSeconds: string }>({
		id: "api-key-rotate",
		lastResult: reply ?? null,
	});
	const chosen = String(reply?.initialValue?.oldSecretSeconds ?? OLD_SECRET_DEFAULT);
	return (
		<section aria-labelledby="rotate-heading" className="mb-4">
			<h2 id="rotate-heading" className="mb-1 [overflow-wrap:anywhere]">
				{rotate.heading(key)}
			</h2>
			<p className="mb-3 max-w-prose text-muted text-sm">{rotate.hint}</p>
			<form
				{...getFormProps(form)}
				method="post"
				action={`/settings/api-keys?rotate=${key.id}`}
				noValidate
				className="space-y-3"
			>
				<ErrorSummary
					form={form}
					labels={{ oldSecretSeconds: { id: "old-secret-0", label: rotate.legend } }}
					title={rotate.refused}
				/>
				<input type="hidden" name="intent" value="rotate" />
				<input type="hidden" name="apiKeyId" value={key.id} />
				<input type="hidden" name="hint" value={key.hint} />
				<fieldset aria-describedby={fields.oldSecretSeconds.errors && "old-secret-error"}>
					<legend className="mb-1 font-medium">{rotate.legend}</legend>
					{OLD_SECRET_SECONDS.map((seconds) => (
						<Choice
							key={seconds}
							type="radio"
							id={`old-secret-${seconds}`}
							name="oldSecretSeconds"
							value={String(seconds)}
							isChosen={chosen === String(seconds)}
						>
							{OLD_SECRET[seconds]}
						</Choice>
					))}
					{fields.oldSecretSeconds.errors && (
						<p id="old-secret-error" className="mt-1 text-danger text-sm">
							{fields.oldSecretSeconds.errors.join(" ")}
						</p>
					)}
				</fieldset>
				<div className="flex flex-wrap items-center gap-3">
					<button type="submit" className="button button-primary">
						{rotate.yes}
					</button>
					{key.previousUntil && (
						<button type="submit" name="end" value="old" className="button">
							{rotate.endNow}
						</button>
					)}
					<a href="/settings/api-keys" className="link">
						{rotate.leave}
					</a>
				</div>
			</form>
		</section>
	);
}
