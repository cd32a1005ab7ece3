import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import {
	type HeardLanguage,
	parseHeardLanguage,
} from "../../domain/conversation/heard-language.ts";
import { DESTINATION_PARTS } from "../../domain/phone-systems/call-destination.ts";
import { texts } from "../../texts/texts.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { Field, SelectField } from "../field.tsx";
import { PANEL_HEAD } from "../layout.ts";
import { ActionCell, Cell, NameCell, RecordTable } from "../record-table.tsx";
import { LanguageField } from "./language-field.tsx";

const { connection: page, form } = texts.pages.phoneSystems;
const words = page.destinations;

type Own = {
	groupId: string;
	groupName: string;
	target: string | null;
	secondTarget: string | null;
	fallback: string | null;
	language?: HeardLanguage | null;
};

/** The groups with their own destinations on a connection, and the form for one (P3). */
export function GroupDestinations({
	destinations,
	groups,
	reply,
	canChange,
}: {
	destinations: Own[];
	/** The groups that the connection serves. */
	groups: { id: string; name: string }[];
	reply: SubmissionResult<string[]> | undefined;
	canChange: boolean;
}) {
	const columns = [
		...[words.group, words.target, words.secondTarget, words.fallback, words.language],
		...(canChange ? [words.action] : []),
	];
	return (
		<section aria-labelledby="destinations-heading" className="panel">
			<h2 id="destinations-heading" className={PANEL_HEAD}>
				{words.heading}
			</h2>
			<p className="px-4 py-2 text-muted text-sm">{words.hint}</p>
			{destinations.length > 0 && (
				<RecordTable label={words.table} columns={columns}>
					{destinations.map(({ groupId, groupName, language, ...own }) => (
						<tr key={groupId}>
							<NameCell of={null} name={groupName} />
							{DESTINATION_PARTS.map((part) => (
								<Cell
									key={part}
									of={words[part]}
									className="whitespace-normal [overflow-wrap:anywhere]"
								>
									{own[part] ?? words.ofConnection}
								</Cell>
							))}
							<Cell of={words.language}>
								{language ? form.languages[parseHeardLanguage(language)] : words.ofConnection}
							</Cell>
							{canChange && (
								<ActionCell>
									<form method="post">
										<input type="hidden" name="intent" value="set-destination" />
										<input type="hidden" name="removed" value="yes" />
										<button
											type="submit"
											name="groupId"
											value={groupId}
											className="button button-quiet text-danger"
										>
											{words.remove}
											<span className="sr-only">{words.which({ name: groupName })}</span>
										</button>
									</form>
								</ActionCell>
							)}
						</tr>
					))}
				</RecordTable>
			)}
			{canChange && <DestinationForm groups={groups} reply={reply} />}
		</section>
	);
}

function DestinationForm({
	groups,
	reply,
}: {
	groups: { id: string; name: string }[];
	reply: SubmissionResult<string[]> | undefined;
}) {
	const [formMeta, fields] = useForm<{
		groupId: string;
		target: string;
		secondTarget: string;
		fallback: string;
		language: string;
	}>({
		id: "destination",
		lastResult: reply ?? null,
	});
	const labels = {
		groupId: { id: fields.groupId.id, label: words.group },
		target: { id: fields.target.id, label: words.target },
		secondTarget: { id: fields.secondTarget.id, label: words.secondTarget },
		fallback: { id: fields.fallback.id, label: words.fallback },
		language: { id: fields.language.id, label: words.language },
	};
	return (
		<form
			{...getFormProps(formMeta)}
			method="post"
			noValidate
			className="space-y-3 border-line border-t p-4"
		>
			<ErrorSummary form={formMeta} labels={labels} title={words.notSaved} />
			<SelectField label={words.group} meta={fields.groupId}>
				<option value="">{words.choose}</option>
				{groups.map(({ id, name }) => (
					<option key={id} value={id}>
						{name}
					</option>
				))}
			</SelectField>
			{DESTINATION_PARTS.map((part) => (
				<Field key={part} label={words[part]} meta={fields[part]} autoComplete="off" />
			))}
			<LanguageField meta={fields.language} none={words.ofConnection} />
			<button type="submit" name="intent" value="set-destination" className="button">
				{words.submit}
			</button>
		</form>
	);
}
