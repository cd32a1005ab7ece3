import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { API_SCOPES } from "../../domain/people/roles.ts";
import { texts } from "../../texts/texts.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { Field } from "../field.tsx";
import { NumbersFields } from "./numbers-fields.tsx";
import { type GroupLimit, RightsFields } from "./rights-fields.tsx";

const words = texts.pages.keys.create;

type Props = {
	groups: { id: string; name: string }[];
	requestId: string;
	reply: SubmissionResult<string[]> | undefined;
	zone: string;
};

/** "Create API Key": the key's name, scopes, groups and rate limit (C11). */
export function ApiKeyForm({ groups, requestId, reply, zone }: Props) {
	const [form, fields] = useForm<{
		name: string;
		scopes: string[];
		limit: string;
		groupIds: string[];
		requestsPerMinute: string;
		numbersWithoutPlus: string;
		expiresOn: string;
		networks: string;
	}>({
		id: "api-key",
		lastResult: reply ?? null,
		defaultValue: { numbersWithoutPlus: "any" },
	});
	const chosen = (name: "scopes" | "groupIds") =>
		[reply?.initialValue?.[name] ?? []].flat() as string[];
	const labels = {
		name: { id: fields.name.id, label: words.name },
		scopes: { id: `scope-${API_SCOPES[0]}`, label: words.scopes },
		groupIds: { id: "group-ids", label: words.groups },
		expiresOn: { id: fields.expiresOn.id, label: words.expiresOn },
		networks: { id: fields.networks.id, label: words.networks },
		requestsPerMinute: { id: fields.requestsPerMinute.id, label: words.requestsPerMinute },
		numbersWithoutPlus: {
			id: fields.numbersWithoutPlus.id,
			label: words.numbersWithoutPlus,
		},
	};
	return (
		<section aria-labelledby="new-key-heading" className="panel p-4">
			<h2 id="new-key-heading" className="mb-3">
				{words.heading}
			</h2>
			<form {...getFormProps(form)} method="post" noValidate data-unsaved className="space-y-4">
				<ErrorSummary form={form} labels={labels} title={words.refused} />
				<input type="hidden" name="requestId" value={requestId} />
				<RightsFields
					fields={fields}
					groups={groups}
					zone={zone}
					chosen={{
						scopes: chosen("scopes"),
						groupIds: chosen("groupIds"),
						limit: (reply?.initialValue?.limit as GroupLimit | undefined) ?? "all",
					}}
					kind="new"
				/>
				<Field
					label={words.requestsPerMinute}
					meta={fields.requestsPerMinute}
					inputMode="numeric"
					autoComplete="off"
					short
					hint={words.requestsPerMinuteHint}
				/>
				<NumbersFields meta={fields.numbersWithoutPlus} />
				<div className="flex flex-wrap items-center gap-3">
					<button type="submit" className="button button-primary">
						{words.submit}
					</button>
					{reply && (
						<a href="/settings/api-keys" className="link" data-gives-up>
							{texts.pages.shared.cancel}
						</a>
					)}
				</div>
			</form>
		</section>
	);
}
