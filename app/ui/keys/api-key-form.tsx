import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { API_SCOPES, type ApiScope } from "../../domain/people/roles.ts";
import { texts } from "../../texts/texts.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { Field } from "../field.tsx";
import { Choice, GroupChoice } from "../group-choice.tsx";
import { NumbersFields } from "./numbers-fields.tsx";

const words = texts.pages.keys.create;
const SCOPE_HINTS: Record<ApiScope, string> = words.scopeHints;

type Props = {
	groups: { id: string; name: string }[];
	requestId: string;
	reply: SubmissionResult<string[]> | undefined;
};

/** "Create API Key": the key's name, scopes, groups and rate limit (C11). */
export function ApiKeyForm({ groups, requestId, reply }: Props) {
	const [form, fields] = useForm<{
		name: string;
		scopes: string[];
		limit: string;
		groupIds: string[];
		requestsPerMinute: string;
		numbersWithoutPlus: string;
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
				<Field label={words.name} meta={fields.name} autoComplete="off" hint={words.nameHint} />
				<fieldset aria-describedby={fields.scopes.errors ? "scopes-error" : undefined}>
					<legend className="mb-1 font-medium">{words.scopes}</legend>
					{API_SCOPES.map((scope) => (
						<Choice
							key={scope}
							type="checkbox"
							id={`scope-${scope}`}
							name="scopes"
							value={scope}
							isChosen={chosen("scopes").includes(scope)}
						>
							<code className="font-mono text-sm">{scope}</code>{" "}
							<span className="text-muted text-sm">{SCOPE_HINTS[scope]}</span>
						</Choice>
					))}
					{fields.scopes.errors && (
						<p id="scopes-error" className="mt-1 text-danger text-sm">
							{fields.scopes.errors.join(" ")}
						</p>
					)}
				</fieldset>
				<GroupChoice
					groups={groups}
					isLimited={reply?.initialValue?.limit === "some"}
					chosen={chosen("groupIds")}
					errors={fields.groupIds.errors}
					words={{
						legend: words.groups,
						all: words.allGroups,
						some: words.someGroups,
						list: words.groupList,
					}}
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
				<button type="submit" className="button button-primary">
					{words.submit}
				</button>
			</form>
		</section>
	);
}
