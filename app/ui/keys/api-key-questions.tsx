import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { ErrorSummary } from "../error-summary.tsx";
import { Field } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { Time } from "../time.tsx";
import type { Key } from "./api-key-table.tsx";

/** Asked before a key is revoked: who uses it gets errors from then on. */
export function RevokeQuestion({ apiKey: key, zone }: { apiKey: Key; zone: string }) {
	return (
		<Notice look="danger" role="alert" focus>
			<h2 className="[overflow-wrap:anywhere]">Revoke the key “{key.name}”?</h2>
			<p className="figures mt-1">
				{key.lastUsedAt ? (
					<>
						It was last used <Time at={key.lastUsedAt} zone={zone} />.
					</>
				) : (
					"It has never been used."
				)}{" "}
				Whoever uses it gets an error from then on. This cannot be undone.
			</p>
			<form
				method="post"
				action="/settings/api-keys"
				className="mt-3 flex flex-wrap items-center gap-3"
			>
				<input type="hidden" name="intent" value="revoke" />
				<input type="hidden" name="apiKeyId" value={key.id} />
				<button type="submit" className="button button-danger">
					Yes, revoke it
				</button>
				<a href="/settings/api-keys" className="link">
					Keep it
				</a>
			</form>
		</Notice>
	);
}

/** How many calls a minute a key may make. */
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
				Limit the key “{key.name}”
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
						requestsPerMinute: { id: fields.requestsPerMinute.id, label: "Requests per minute" },
					}}
					title="Not changed"
				/>
				<input type="hidden" name="intent" value="set-limit" />
				<input type="hidden" name="apiKeyId" value={key.id} />
				<Field
					label="Requests per minute"
					meta={fields.requestsPerMinute}
					inputMode="numeric"
					autoComplete="off"
					short
					autoFocus={reply === undefined}
					hint="Over all processes. Empty means no limit. Calls beyond it get 429, and are told when to try again."
				/>
				<div className="flex flex-wrap items-center gap-3">
					<button type="submit" className="button button-primary">
						Save Limit
					</button>
					<a href="/settings/api-keys" className="link">
						Leave it
					</a>
				</div>
			</form>
		</section>
	);
}
