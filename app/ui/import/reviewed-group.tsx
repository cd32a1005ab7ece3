import type { GroupSettings } from "../../domain/groups/group-settings.ts";
import { isOfFields } from "../../domain/import/all-groups/checked-fields.ts";
import type { ConnectionStep } from "../../domain/import/all-groups/connections-plan.ts";
import type { GivenFields } from "../../domain/import/all-groups/given-fields.ts";
import { messageOfFileNumber } from "../../domain/import/all-groups/groups-file-messages.ts";
import { isOfName } from "../../domain/import/all-groups/groups-import-plan.ts";
import { fieldOf, type RowFieldName } from "../../domain/import/checked-row.ts";
import type { ShownGroup, ShownNumber } from "../../operations/import/read-groups-review.ts";
import { texts } from "../../texts/texts.ts";
import { figure } from "../../texts/wording.ts";
import { DefaultButton } from "../default-button.tsx";
import { Pager } from "../pager.tsx";
import { SearchForm } from "../search-form.tsx";
import { FileFields } from "./all-groups/file-fields.tsx";
import { ConnectionSteps } from "./connection-steps.tsx";
import { OUTCOME_NAMES, Problems } from "./groups-review-table.tsx";
import { ReadingButtons } from "./reading-buttons.tsx";
import { type FieldMessage, RowField } from "./rows/row-field.tsx";
import { LiveRemoved } from "./verdict/live-removed.tsx";

const { one: words, groups: tableWords } = texts.pages.import.groups;
const rowWords = texts.pages.import.review.rows;
const COLUMNS = [tableWords.inFile, rowWords.dnis, rowWords.description, words.leaveOut];

type Props = {
	group: ShownGroup;
	given: GivenFields;
	existing: { settings: GroupSettings } | null;
	numbers: ShownNumber[];
	found: number;
	toLookAt: number;
	steps: ConnectionStep[];
	live: { number: string; liveRequests: number }[];
	view: { q: string; page: number; pageSize: number };
};

/**
 * A group of a file under review: its figures, its settings, and its numbers in error or left out.
 * These numbers can be corrected in place.
 */
export function ReviewedGroup(props: Props) {
	const { group, given, existing, numbers, found, toLookAt, steps, live, view } = props;
	return (
		<>
			<section className="panel mb-6 max-w-2xl p-4" aria-label={words.willHappen}>
				<p>
					<span className="tag">{OUTCOME_NAMES[group.outcome]}</span>
				</p>
				<Problems
					group={{
						...group,
						problems: group.problems.filter((problem) => !isOfFields(problem)),
						planProblem: isOfName(group.planProblem) ? null : group.planProblem,
					}}
				/>
				<dl className="figures mt-3 divide-y divide-line">
					{figures(group).map(([name, value]) => (
						<div key={name} className="flex justify-between gap-4 py-1.5">
							<dt>{name}</dt>
							<dd className="font-medium">{value}</dd>
						</div>
					))}
				</dl>
				{steps.length > 0 && group.outcome !== "skipped" && <ConnectionSteps steps={steps} />}
				{live.length > 0 && <LiveRemoved live={live} className="mt-3" />}
			</section>
			<FileFields group={group} given={given} existing={existing?.settings ?? null} />
			<section className="panel" aria-labelledby="numbers-heading">
				<h2 id="numbers-heading" className="px-4 py-3">
					{words.numbers}
				</h2>
				{(toLookAt > 10 || view.q !== "") && (
					<SearchForm q={view.q} label={words.search} clearTo="?" />
				)}
				{numbers.length > 0 ? (
					<Numbers index={group.index} numbers={numbers} />
				) : (
					<p className="border-line border-t px-4 py-8 text-center text-muted">
						{view.q === "" ? words.none : words.notFound}
					</p>
				)}
				<Pager
					page={view.page}
					pageSize={view.pageSize}
					total={found}
					label={words.pages}
					href={(page) =>
						`?${new URLSearchParams({
							...(view.q === "" ? {} : { q: view.q }),
							page: String(page),
						})}`
					}
				/>
			</section>
		</>
	);
}

function figures({ figures }: ShownGroup): [string, string][] {
	const counts: [string, number][] = [
		[words.added, figures.added],
		[words.changed, figures.changed],
		[words.unchanged, figures.unchanged],
		[words.removed, figures.removed],
		[words.leftOut, figures.leftOut],
		[words.errors, figures.errors],
	];
	return counts.map(([name, count]) => [name, figure(count ?? 0)]);
}

function Numbers({ index, numbers }: { index: number; numbers: ShownNumber[] }) {
	return (
		<form method="post" data-unsaved>
			<DefaultButton />
			<input type="hidden" name="intent" value="correct" />
			<div className="relative overflow-x-auto">
				<table className="stacking figures w-full text-left">
					<thead className="border-line border-y bg-sunken text-muted text-sm max-sm:sr-only">
						<tr>
							{COLUMNS.map((heading) => (
								<th key={heading} scope="col" className="whitespace-nowrap px-4 py-1.5 font-medium">
									{heading}
								</th>
							))}
						</tr>
					</thead>
					<tbody className="divide-y divide-line">
						{numbers.map((row) => (
							<NumberRow key={row.line} index={index} row={row} />
						))}
					</tbody>
				</table>
			</div>
			<div className="border-line border-t px-4 py-3">
				<button type="submit" className="button button-primary">
					{rowWords.save}
				</button>
				<span className="ml-3 text-muted text-sm">{words.saveHint}</span>
			</div>
		</form>
	);
}

function NumberRow({ index, row }: { index: number; row: ShownNumber }) {
	const { line, problems } = row;
	const path = `groups[${index}].numbers[${line}]`;
	const messagesAt = (field: RowFieldName): FieldMessage[] =>
		problems
			.filter((problem) => fieldOf(problem) === field)
			.map((problem) => ({
				key: problem.code,
				place: (
					<>
						<code className="font-mono">
							{path}.{field}
						</code>
						:{" "}
					</>
				),
				text: messageOfFileNumber(problem, index),
			}));
	return (
		<tr className="align-top">
			<th scope="row" className="px-4 py-2 font-normal text-muted">
				<input type="hidden" name="line" value={line} />
				<code className="font-mono text-sm">{path}</code>
			</th>
			<td data-caption={rowWords.dnis} className="w-3/5 min-w-56 px-2 py-1.5">
				<RowField
					field={`number-${line}`}
					label={words.dnisOf({ path })}
					value={row.number}
					messages={messagesAt("number")}
				>
					<ReadingButtons line={line} problems={problems} />
				</RowField>
			</td>
			<td data-caption={rowWords.description} className="w-2/5 min-w-48 px-2 py-1.5">
				<RowField
					field={`description-${line}`}
					label={words.descriptionOf({ path })}
					value={row.description}
					messages={messagesAt("description")}
				/>
			</td>
			<td data-caption={words.leaveOut} className="px-4 py-2.5">
				<input
					type="checkbox"
					name={`leave-out-${line}`}
					defaultChecked={row.leftOut}
					aria-label={words.leaveOutWhich({ path })}
					className="checkbox align-middle"
				/>
			</td>
		</tr>
	);
}
