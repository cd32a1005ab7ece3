import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { texts } from "../../texts/texts.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { Field, SelectField } from "../field.tsx";
import { PANEL_HEAD } from "../layout.ts";
import { ActionCell, Cell, NameCell, RecordTable } from "../record-table.tsx";

const words = texts.pages.phoneSystems.connection.destinations;

type Own = { groupId: string; groupName: string; target: string | null; fallback: string | null };

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
	const columns = [words.group, words.target, words.fallback, ...(canChange ? [words.action] : [])];
	return (
		<section aria-labelledby="destinations-heading" className="panel">
			<h2 id="destinations-heading" className={PANEL_HEAD}>
				{words.heading}
			</h2>
			<p className="px-4 py-2 text-muted text-sm">{words.hint}</p>
			{destinations.length > 0 && (
				<RecordTable label={words.table} columns={columns}>
					{destinations.map(({ groupId, groupName, target, fallback }) => (
						<tr key={groupId}>
							<NameCell of={null} name={groupName} />
							<Cell of={words.target} className="whitespace-normal [overflow-wrap:anywhere]">
								{target ?? words.ofConnection}
							</Cell>
							<Cell of={words.fallback} className="whitespace-normal [overflow-wrap:anywhere]">
								{fallback ?? words.ofConnection}
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
	const [form, fields] = useForm<{ groupId: string; target: string; fallback: string }>({
		id: "destination",
		lastResult: reply ?? null,
	});
	const labels = {
		groupId: { id: fields.groupId.id, label: words.group },
		target: { id: fields.target.id, label: words.target },
		fallback: { id: fields.fallback.id, label: words.fallback },
	};
	return (
		<form
			{...getFormProps(form)}
			method="post"
			noValidate
			className="space-y-3 border-line border-t p-4"
		>
			<ErrorSummary form={form} labels={labels} title={words.notSaved} />
			<SelectField label={words.group} meta={fields.groupId}>
				<option value="">{words.choose}</option>
				{groups.map(({ id, name }) => (
					<option key={id} value={id}>
						{name}
					</option>
				))}
			</SelectField>
			<Field label={words.target} meta={fields.target} autoComplete="off" />
			<Field label={words.fallback} meta={fields.fallback} autoComplete="off" />
			<button type="submit" name="intent" value="set-destination" className="button">
				{words.submit}
			</button>
		</form>
	);
}
