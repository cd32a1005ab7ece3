import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { texts } from "../../texts/texts.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { Field } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { Sentence } from "../sentence.tsx";
import { Time } from "../time.tsx";
import type { Key } from "./api-key-table.tsx";
import { NumbersFields } from "./numbers-fields.tsx";

const { revoke, limit, numbers, create } = texts.pages.keys;

/** The confirmation before a key is revoked. A revoked key's calls get errors. */
export function RevokeQuestion({ apiKey: key, zone }: { apiKey: Key; zone: string }) {
	return (
		<Notice look="danger" role="alert" focus>
			<h2 className="[overflow-wrap:anywhere]">{revoke.question(key)}</h2>
			<p className="figures mt-1">
				{key.lastUsedAt ? (
					<Sentence of={revoke.lastUsed({ time: <Time at={key.lastUsedAt} zone={zone} /> })} />
				) : (
					revoke.neverUsed
				)}{" "}
				{revoke.consequence}
			</p>
			<form
				method="post"
				action="/settings/api-keys"
				className="mt-3 flex flex-wrap items-center gap-3"
			>
				<input type="hidden" name="intent" value="revoke" />
				<input type="hidden" name="apiKeyId" value={key.id} />
				<button type="submit" className="button button-danger">
					{revoke.yes}
				</button>
				<a href="/settings/api-keys" className="link">
					{texts.pages.shared.cancel}
				</a>
			</form>
		</Notice>
	);
}

/** The form for a key's rate limit, in calls a minute. */
export function LimitForm({
	apiKey: key,
	reply,
}: {
	apiKey: Key;
	reply: SubmissionResult<string[]> | undefined;
}) {
	const [form, fields] = useForm<{ requestsPerMinute: string }>({
		id: "api-key-limit",
		lastResult: reply ?? null,
		defaultValue: {
			requestsPerMinute: key.requestsPerMinute === null ? "" : String(key.requestsPerMinute),
		},
	});
	return (
		<section aria-labelledby="limit-heading" className="mb-4">
			<h2 id="limit-heading" className="mb-3 [overflow-wrap:anywhere]">
				{limit.heading(key)}
			</h2>
			<form
				{...getFormProps(form)}
				method="post"
				action={`/settings/api-keys?limit=${key.id}`}
				noValidate
				data-unsaved
				className="space-y-3"
			>
				<ErrorSummary
					form={form}
					labels={{
						requestsPerMinute: { id: fields.requestsPerMinute.id, label: create.requestsPerMinute },
					}}
					title={limit.refused}
				/>
				<input type="hidden" name="intent" value="set-limit" />
				<input type="hidden" name="apiKeyId" value={key.id} />
				<Field
					label={create.requestsPerMinute}
					meta={fields.requestsPerMinute}
					inputMode="numeric"
					autoComplete="off"
					short
					autoFocus={reply === undefined}
					hint={limit.hint}
				/>
				<div className="flex flex-wrap items-center gap-3">
					<button type="submit" className="button button-primary">
						{limit.save}
					</button>
					<a href="/settings/api-keys" className="link">
						{limit.leave}
					</a>
				</div>
			</form>
		</section>
	);
}

/** The form for how a key's calls write numbers without a plus sign. */
export function NumbersForm({
	apiKey: key,
	reply,
}: {
	apiKey: Key;
	reply: SubmissionResult<string[]> | undefined;
}) {
	const [form, fields] = useForm<{ numbersWithoutPlus: string }>({
		id: "api-key-numbers",
		lastResult: reply ?? null,
		defaultValue: { numbersWithoutPlus: key.numbersWithoutPlus },
	});
	const { id } = fields.numbersWithoutPlus;
	return (
		<section aria-labelledby="numbers-heading" className="mb-4">
			<h2 id="numbers-heading" className="mb-3 [overflow-wrap:anywhere]">
				{numbers.heading(key)}
			</h2>
			<form
				{...getFormProps(form)}
				method="post"
				action={`/settings/api-keys?numbers=${key.id}`}
				noValidate
				data-unsaved
				className="space-y-3"
			>
				<ErrorSummary
					form={form}
					labels={{ numbersWithoutPlus: { id, label: create.numbersWithoutPlus } }}
					title={numbers.refused}
				/>
				<input type="hidden" name="intent" value="set-numbers" />
				<input type="hidden" name="apiKeyId" value={key.id} />
				<NumbersFields meta={fields.numbersWithoutPlus} />
				<div className="flex flex-wrap items-center gap-3">
					<button type="submit" className="button button-primary">
						{numbers.save}
					</button>
					<a href="/settings/api-keys" className="link">
						{numbers.leave}
					</a>
				</div>
			</form>
		</section>
	);
}
