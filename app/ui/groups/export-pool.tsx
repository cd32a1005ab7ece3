import { POOL_COLUMNS, USUAL_COLUMNS } from "../../domain/import/pool-export.ts";
import { texts } from "../../texts/texts.ts";

const words = texts.pages.groups.exporting;
const { exportAsCsv } = texts.pages.shared;

/** Without the number, no row could be imported again. */
const REQUIRED = "number";

/** The pool's export: whole in one click, or in chosen columns (I6). */
export function ExportPool({ groupId }: { groupId: string }) {
	const file = `/tools/click-to-call-in/${groupId}/pool.csv`;
	return (
		<div className="flex flex-wrap items-center gap-x-4 gap-y-1">
			<a href={file} download className="link text-sm">
				{exportAsCsv}
			</a>
			<details className="text-sm">
				<summary className="link">{words.choose}</summary>
				<form action={file} className="mt-2 flex flex-wrap items-center gap-3">
					<fieldset className="flex flex-wrap items-center gap-3">
						<legend className="sr-only">{words.columns}</legend>
						{POOL_COLUMNS.map((column) => (
							<div key={column} className="flex items-center gap-2">
								{column === REQUIRED && <input type="hidden" name="columns" value={column} />}
								<input
									type="checkbox"
									id={`export-${column}`}
									name={column === REQUIRED ? undefined : "columns"}
									value={column}
									disabled={column === REQUIRED}
									defaultChecked={USUAL_COLUMNS.includes(column)}
									className="checkbox"
								/>
								<label htmlFor={`export-${column}`}>{words[column]}</label>
							</div>
						))}
					</fieldset>
					<button type="submit" className="button">
						{exportAsCsv}
					</button>
				</form>
			</details>
		</div>
	);
}
