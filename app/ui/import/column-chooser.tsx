import { COLUMNS_MAX } from "../../domain/import/columns/column-content.ts";
import { SEPARATORS } from "../../domain/import/columns/separators.ts";
import { rowReader } from "../../domain/import/pool-file.ts";
import { isRead, type KeptReading } from "../../domain/import/stored-reading.ts";
import { texts } from "../../texts/texts.ts";
import { figure } from "../../texts/wording.ts";
import { Notice } from "../notice.tsx";
import { ChoiceOfColumn } from "./rows/choice-of-column.tsx";

const words = texts.pages.import.columns;

/** How a review's file was read, without its text. `mayChoose`: other columns could be chosen. */
export type ShownReading = Omit<KeptReading, "file"> & { mayChoose: boolean };

/** What a person sent, to show it again, and the field that is wrong. */
export type RefusedChoice =
	| { message: string; asked?: Record<string, string>; field?: string }
	| undefined;

/** A column's position from 1, and its name; empty if it has none. */
export const namedColumn = ({ header }: Pick<ShownReading, "header">, column: number) => ({
	position: column + 1,
	name: header?.cells[column]?.trim() ?? "",
});

/**
 * The choice of a file's separator and columns (I5, I8), with its first rows, and how they would be
 * read if nothing else is chosen.
 */
export function ColumnChooser({
	reading,
	refused,
}: {
	reading: ShownReading;
	refused: RefusedChoice;
}) {
	if (reading.isOutdated)
		return (
			<Notice look="warn">
				<p>{words.outdated}</p>
				<StartAgain />
			</Notice>
		);
	const { separator, unclear } = reading;
	return (
		<section aria-labelledby="columns-heading" className="panel p-4">
			<h2 id="columns-heading">{words.heading}</h2>
			<p className="mt-1 text-muted">{isRead(reading) ? words.again : words.lead}</p>
			<ul className="mt-2 list-disc pl-5">
				{unclear.map((what) => (
					<li key={what}>
						{what === "separator" ? words.unclear.separator[separator] : words.unclear[what]}
					</li>
				))}
			</ul>
			<FirstRows reading={reading} />
			<AsRead reading={reading} />
			<form method="post" className="mt-4">
				<input type="hidden" name="intent" value="columns" />
				<input type="hidden" name="shownSeparator" value={separator} />
				<div className="grid gap-4 sm:grid-cols-2">
					<Fields reading={reading} refused={refused} />
				</div>
				<div className="mt-4 flex flex-wrap items-center gap-3">
					<button type="submit" className="button button-primary">
						{words.use}
					</button>
					{isRead(reading) && (
						<a href="?" className="link">
							{words.cancel}
						</a>
					)}
				</div>
			</form>
			{!isRead(reading) && <StartAgain />}
		</section>
	);
}

function Fields({ reading, refused }: { reading: ShownReading; refused: RefusedChoice }) {
	const asked = refused?.asked;
	const errorOf = (field: string) => (refused?.field === field ? refused.message : undefined);
	const { columnCount, columns, header, headerLine, separator, unclear } = reading;
	const options = Array.from({ length: Math.min(columnCount, COLUMNS_MAX) }, (_, column) => (
		// biome-ignore lint/suspicious/noArrayIndexKey: a column is its position.
		<option key={column} value={column}>
			{words.fields.column(namedColumn(reading, column))}
		</option>
	));
	const isOpen = unclear.includes("description") && columns.description === null;
	const description = isOpen ? "" : (columns.description ?? "none");
	return (
		<>
			<ChoiceOfColumn
				name="separator"
				label={words.fields.separator}
				chosen={asked?.separator ?? separator}
				error={errorOf("separator")}
			>
				{SEPARATORS.map((one) => (
					<option key={one} value={one}>
						{words.separators[one]}
					</option>
				))}
			</ChoiceOfColumn>
			{headerLine !== null && (
				<ChoiceOfColumn
					name="header"
					label={words.fields.header({ line: headerLine })}
					chosen={asked?.header ?? (header === null ? "row" : "names")}
				>
					<option value="names">{words.fields.isNames}</option>
					<option value="row">{words.fields.isRow}</option>
				</ChoiceOfColumn>
			)}
			<ChoiceOfColumn
				name="number"
				label={words.fields.number}
				chosen={asked?.number ?? columns.number}
				error={errorOf("number")}
			>
				{options}
			</ChoiceOfColumn>
			<ChoiceOfColumn
				name="description"
				label={words.fields.description}
				chosen={asked?.description ?? description}
				error={errorOf("description")}
			>
				{isOpen && <option value="">{words.fields.choose}</option>}
				{options}
				<option value="none">{words.fields.none}</option>
			</ChoiceOfColumn>
		</>
	);
}

const CELL = "max-w-60 truncate whitespace-pre px-3 py-1";

function FirstRows({ reading }: { reading: ShownReading }) {
	const { columnCount, sample } = reading;
	const columns = Array.from({ length: Math.min(columnCount, COLUMNS_MAX) }, (_, column) => column);
	return (
		<Rows
			label={words.firstRows}
			names={columns.map((column) => words.fields.column(namedColumn(reading, column)))}
			rows={sample.map(({ line, cells }) => ({
				line,
				cells: columns.map((column) => cells[column] ?? ""),
			}))}
		/>
	);
}

/** The same rows as they are read if nothing else is chosen (I5); none while a column is open. */
function AsRead({ reading }: { reading: ShownReading }) {
	if (reading.unclear.some((what) => what !== "separator")) return null;
	return (
		<Rows
			label={words.asRead}
			names={[words.dnis, words.description]}
			rows={reading.sample.map(rowReader(reading)).map(({ line, number, description }) => ({
				line,
				cells: [number, description],
			}))}
		/>
	);
}

type RowsProps = {
	label: string;
	names: string[];
	rows: { line: number; cells: string[] }[];
};

function Rows({ label, names, rows }: RowsProps) {
	return (
		<>
			<h3 className="mt-4 font-medium">{label}</h3>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: keyboards must be able to scroll. */}
			<section className="relative mt-1 overflow-x-auto" tabIndex={0} aria-label={label}>
				<table className="figures w-full text-left text-sm">
					<thead className="border-line border-y bg-sunken text-muted">
						<tr>
							<th scope="col" className="w-16 px-3 py-1 text-right font-medium">
								{words.line}
							</th>
							{names.map((name) => (
								<th key={name} scope="col" className={`${CELL} font-medium`}>
									{name}
								</th>
							))}
						</tr>
					</thead>
					<tbody className="divide-y divide-line">
						{rows.map(({ line, cells }) => (
							<tr key={line}>
								<td className="px-3 py-1 text-right text-muted">{figure(line)}</td>
								{cells.map((cell, column) => (
									<td key={names[column]} className={CELL}>
										{cell}
									</td>
								))}
							</tr>
						))}
					</tbody>
				</table>
			</section>
		</>
	);
}

function StartAgain() {
	return (
		<form method="post" className="mt-3">
			<input type="hidden" name="intent" value="discard" />
			<button type="submit" className="button">
				{words.startAgain}
			</button>
		</form>
	);
}
