import { formatForReading } from "../../domain/groups/phone-number.ts";
import { fieldOf, type RowFieldName } from "../../domain/import/checked-row.ts";
import { messageOfRowProblem } from "../../domain/import/import-messages.ts";
import { placed } from "../../domain/numbers/dnis.ts";
import { texts } from "../../texts/texts.ts";
import { figure } from "../../texts/wording.ts";
import { DefaultButton } from "../default-button.tsx";
import type { ImportPart, ShownRow } from "./import-view.ts";
import { ReadingButtons } from "./reading-buttons.tsx";
import { type FieldMessage, RowField } from "./rows/row-field.tsx";

const words = texts.pages.import.review.rows;
const HEAD = "border-line border-y bg-sunken text-muted text-sm";
const FRAME = "relative overflow-x-auto";

type Props = { part: ImportPart; rows: ShownRow[]; live: Map<string, number> };

/** A page of one part of the review. Rows in error and rows left out can be edited in place. */
export function ImportRows({ part, rows, live }: Props) {
	const isWorkedOn = part === "errors" || part === "left-out";
	const table = (
		<table className={`figures w-full text-left ${isWorkedOn ? "stacking" : ""}`}>
			<thead className={`${HEAD} ${isWorkedOn ? "max-sm:sr-only" : ""}`}>
				<tr>
					{part !== "removed" && <Heading right>{words.line}</Heading>}
					<Heading>{words.dnis}</Heading>
					<Heading>{words.description}</Heading>
					{(part === "changed" || part === "emptied") && <Heading>{words.before}</Heading>}
					{part === "removed" && <Heading>{words.liveRequests}</Heading>}
					{isWorkedOn && <Heading>{words.leaveOut}</Heading>}
				</tr>
			</thead>
			<tbody className="divide-y divide-line">
				{rows.map((row) =>
					isWorkedOn ? (
						<WorkRow key={row.key} row={row} part={part} />
					) : (
						<PlainRow key={row.key} row={row} part={part} live={live} />
					),
				)}
			</tbody>
		</table>
	);
	if (!isWorkedOn)
		return (
			// biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users must be able to scroll.
			<section className={FRAME} tabIndex={0} aria-label={words.table}>
				{table}
			</section>
		);
	return (
		<form method="post" data-unsaved>
			<DefaultButton />
			<input type="hidden" name="intent" value="correct" />
			<div className={FRAME}>{table}</div>
			<div className="border-line border-t px-4 py-3">
				<button type="submit" className="button button-primary">
					{words.save}
				</button>
				<span className="ml-3 text-muted text-sm">{words.saveHint}</span>
			</div>
		</form>
	);
}

function Heading({ children, right = false }: { children: string; right?: boolean }) {
	return (
		<th
			scope="col"
			className={`whitespace-nowrap px-4 py-1.5 font-medium ${right ? "w-16 text-right" : ""}`}
		>
			{children}
		</th>
	);
}

/** Fields for the number and description, each with its errors, and a checkbox to leave it out. */
function WorkRow({ row, part }: { row: ShownRow; part: ImportPart }) {
	const line = row.line ?? 0;
	const problems = row.problems ?? [];
	const messagesAt = (field: RowFieldName): FieldMessage[] =>
		problems
			.filter((problem) => fieldOf(problem) === field)
			.map((problem) => ({ key: problem.code, text: messageOfRowProblem(problem) }));
	return (
		<tr className="align-top">
			<th
				scope="row"
				data-caption={words.line}
				className="px-4 py-2 text-right font-normal text-muted"
			>
				<input type="hidden" name="line" value={line} />
				{figure(line)}
			</th>
			<td data-caption={words.dnis} className="w-3/5 min-w-56 px-2 py-1.5">
				<RowField
					field={`number-${line}`}
					label={words.dnisOfLine({ line })}
					value={row.number}
					messages={messagesAt("number")}
				>
					<ReadingButtons line={line} problems={problems} />
				</RowField>
			</td>
			<td data-caption={words.description} className="w-2/5 min-w-48 px-2 py-1.5">
				<RowField
					field={`description-${line}`}
					label={words.descriptionOfLine({ line })}
					value={row.description}
					messages={messagesAt("description")}
				/>
			</td>
			<td data-caption={words.leaveOut} className="px-4 py-2.5">
				<input
					type="checkbox"
					name={`leave-out-${line}`}
					defaultChecked={part === "left-out"}
					aria-label={words.leaveOutLine({ line })}
					className="checkbox align-middle"
				/>
			</td>
		</tr>
	);
}

/** A number whose reading was chosen for many rows, and a button for the other reading. */
function Decided({ row, decided }: { row: ShownRow; decided: NonNullable<ShownRow["decided"]> }) {
	const other = placed(decided.other);
	return (
		<form method="post" className="mt-1 text-sm">
			<input type="hidden" name="intent" value="correct" />
			<input type="hidden" name="line" value={row.line ?? 0} />
			<input type="hidden" name={`number-${row.line}`} value={decided.other} />
			<input type="hidden" name={`description-${row.line}`} value={decided.description} />
			<span className="text-muted">{words.inFile({ text: decided.inFile })}</span>{" "}
			<button type="submit" className="button whitespace-normal text-sm">
				{words.useInstead({ number: other })}
			</button>
		</form>
	);
}

function PlainRow({
	row,
	part,
	live,
}: {
	row: ShownRow;
	part: ImportPart;
	live: Map<string, number>;
}) {
	const text = "whitespace-pre-wrap px-4 py-1.5 [overflow-wrap:anywhere]";
	return (
		<tr className="align-top">
			{part !== "removed" && (
				<td className="px-4 py-1.5 text-right text-muted">{row.line && figure(row.line)}</td>
			)}
			<th scope="row" className="px-4 py-1.5 font-normal">
				<span className="whitespace-nowrap">{formatForReading(row.number)}</span>{" "}
				<code className="whitespace-nowrap font-mono text-muted text-sm">{row.number}</code>
				{row.decided && <Decided row={row} decided={row.decided} />}
				{row.unassigned && (
					<span className="ml-2">
						<span className="tag">{texts.pages.groups.pool.unassigned}</span>
					</span>
				)}
				{(row.alsoIn?.length ?? 0) > 0 && (
					<span className="block text-sm [overflow-wrap:anywhere]">
						<span className="tag">{texts.pages.groups.pool.alsoIn}</span>{" "}
						{row.alsoIn?.map((group) => group.name).join(", ")}
					</span>
				)}
			</th>
			<td className={text}>{row.description}</td>
			{(part === "changed" || part === "emptied") && (
				<td className={`${text} text-muted`}>{row.before}</td>
			)}
			{part === "removed" && <td className="px-4 py-1.5">{live.get(row.number) ?? ""}</td>}
		</tr>
	);
}
