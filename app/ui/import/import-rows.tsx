import { formatForReading } from "../../domain/groups/phone-number.ts";
import { messageOfRowProblem } from "../../domain/import/import-messages.ts";
import type { ImportPart, ShownRow } from "./import-view.ts";

type Props = { part: ImportPart; rows: ShownRow[]; live: Map<string, number> };

/** A page of one part of the review; rows in error and rows left out can be worked on in place. */
export function ImportRows({ part, rows, live }: Props) {
	const isWorkedOn = part === "errors" || part === "left-out";
	const table = (
		<div className="relative overflow-x-auto">
			<table className={`figures w-full text-left ${isWorkedOn ? "stacking" : ""}`}>
				<thead
					className={`border-line border-y bg-sunken text-muted text-sm ${isWorkedOn ? "max-sm:sr-only" : ""}`}
				>
					<tr>
						{part !== "removed" && <Heading right>Line</Heading>}
						<Heading>DNIS</Heading>
						<Heading>Description</Heading>
						{(part === "changed" || part === "emptied") && <Heading>Before</Heading>}
						{part === "removed" && <Heading>Live requests</Heading>}
						{isWorkedOn && <Heading>Leave out</Heading>}
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
		</div>
	);
	if (!isWorkedOn) return table;
	return (
		<form method="post" data-unsaved>
			<input type="hidden" name="intent" value="correct" />
			{table}
			<div className="border-line border-t px-4 py-3">
				<button type="submit" className="button button-primary">
					Save corrections
				</button>
				<span className="ml-3 text-muted text-sm">
					Saves the rows of this page in the review, not in the pool.
				</span>
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

/**
 * Number and description to correct, with what is wrong beneath, and a box to leave the row out.
 */
function WorkRow({ row, part }: { row: ShownRow; part: ImportPart }) {
	const { line } = row;
	const problemId = `problem-${line}`;
	const problems = row.problems ?? [];
	const describedBy = problems.length > 0 ? problemId : undefined;
	return (
		<tr className="align-top">
			<th scope="row" data-caption="Line" className="px-4 py-2 text-right font-normal text-muted">
				<input type="hidden" name="line" value={line ?? ""} />
				{line?.toLocaleString("en-US")}
			</th>
			<td data-caption="DNIS" className="w-3/5 min-w-56 px-2 py-1.5">
				<input
					name={`number-${line}`}
					defaultValue={row.number}
					aria-label={`DNIS of line ${line}`}
					aria-describedby={describedBy}
					autoComplete="off"
					className="input"
				/>
				{problems.length > 0 && (
					<ul
						id={problemId}
						className="mt-1 max-w-prose text-danger text-sm [overflow-wrap:anywhere]"
					>
						{problems.map((problem) => (
							<li key={problem.code}>{messageOfRowProblem(problem)}</li>
						))}
					</ul>
				)}
			</td>
			<td data-caption="Description" className="w-2/5 min-w-48 px-2 py-1.5">
				<input
					name={`description-${line}`}
					defaultValue={row.description}
					aria-label={`Description of line ${line}`}
					aria-describedby={describedBy}
					autoComplete="off"
					className="input"
				/>
			</td>
			<td data-caption="Leave out" className="px-4 py-2.5">
				<input
					type="checkbox"
					name={`leave-out-${line}`}
					defaultChecked={part === "left-out"}
					aria-label={`Leave out line ${line}`}
					className="checkbox align-middle"
				/>
			</td>
		</tr>
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
				<td className="px-4 py-1.5 text-right text-muted">{row.line?.toLocaleString("en-US")}</td>
			)}
			<th scope="row" className="px-4 py-1.5 font-normal">
				<span className="whitespace-nowrap">{formatForReading(row.number)}</span>{" "}
				<code className="whitespace-nowrap font-mono text-muted text-sm">{row.number}</code>
				{row.unassigned && (
					<span className="ml-2">
						<span className="tag">In no assigned range</span>
					</span>
				)}
				{(row.alsoIn?.length ?? 0) > 0 && (
					<span className="block text-sm [overflow-wrap:anywhere]">
						<span className="tag">Also in</span> {row.alsoIn?.map((group) => group.name).join(", ")}
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
