import { texts } from "../../texts/texts.ts";
import { namedColumn, type ShownReading } from "./column-chooser.tsx";

const words = texts.pages.import.columns;
const NAMED = 3;

/** How a file was read: its header, its columns, and the lines passed over (I8). */
export function ReadingLine({ reading }: { reading: ShownReading }) {
	const { header, skipped, columns, mayChoose } = reading;
	const shown = skipped.slice(0, NAMED);
	const { headerSkipped } = texts.pages.import.review;
	return (
		<>
			{header && ` · ${headerSkipped(header)}`}
			{shown.length > 0 &&
				` · ${words.skipped({
					lines: shown.map(({ line, text }) => [line, text]),
					more: skipped.length - shown.length,
				})}`}
			{mayChoose && (
				<>
					{` · ${words.read({
						number: namedColumn(reading, columns.number),
						description:
							columns.description === null ? null : namedColumn(reading, columns.description),
					})} `}
					<a href="?columns" className="link">
						{words.change}
					</a>
				</>
			)}
		</>
	);
}
