import { z } from "zod";
import { COLUMNS_MAX } from "../../domain/import/columns/column-content.ts";
import { SEPARATORS } from "../../domain/import/columns/separators.ts";
import type { Reading } from "../../domain/import/pool-file.ts";
import type { ColumnsUnclear } from "../../operations/import/import-pool.ts";
import { texts } from "../../texts/texts.ts";

const words = texts.messages.api.columns;
const VALUE_MAX = 100;

const column = z
	.object({
		position: z.int().min(1).meta({ description: "The position, from 1." }),
		name: z.string().optional().meta({ description: "The name in the header, if it has one." }),
	})
	.meta({ description: "A column of the file.", id: "FileColumn" });

const UNCLEAR = {
	separator: "separator",
	number: "numberColumn",
	description: "descriptionColumn",
};

/** How a file was read, or would be. */
export const detectedData = z
	.object({
		separator: z.enum(SEPARATORS).meta({ description: "What separates the values." }),
		headerLine: z
			.int()
			.min(1)
			.optional()
			.meta({ description: "The line with the column names, if there is one." }),
		skippedLines: z
			.array(z.int().min(1))
			.meta({ description: "Lines before the rows that are passed over, without the header." }),
		numberColumn: column.meta({ description: "The column with the numbers." }),
		descriptionColumn: column
			.optional()
			.meta({ description: "The column with the descriptions, if there is one." }),
		unclear: z.array(z.enum(["separator", "numberColumn", "descriptionColumn"])).meta({
			description:
				"The query parameters that have to be sent, because the file does not say it for " +
				"certain. The file's rows are not read until then.",
		}),
		columns: z
			.array(column.extend({ values: z.array(z.string()).meta({ description: "First values." }) }))
			.optional()
			.meta({ description: "All columns. Only if something is unclear." }),
	})
	.meta({ description: "How the file is read.", id: "DetectedColumns" });

/** A reading as clients see it. */
export function describeReading(reading: Reading): z.infer<typeof detectedData> {
	const { separator, header, skipped, columns, unclear, columnCount, sample } = reading;
	const named = (index: number) => {
		const name = header?.cells[index]?.trim().slice(0, VALUE_MAX);
		return { position: index + 1, name: name === "" ? undefined : name };
	};
	return {
		separator,
		headerLine: header?.line,
		skippedLines: skipped.map(({ line }) => line),
		numberColumn: named(columns.number),
		descriptionColumn: columns.description === null ? undefined : named(columns.description),
		unclear: unclear.map((what) => UNCLEAR[what] as "separator"),
		columns:
			unclear.length === 0
				? undefined
				: Array.from({ length: Math.min(columnCount, COLUMNS_MAX) }, (_, index) => ({
						...named(index),
						values: sample.map(({ cells }) => (cells[index] ?? "").slice(0, VALUE_MAX)),
					})),
	};
}

/** What a client has to send so that its file can be read. */
export function wordsOfUnclear({ reading, missing }: ColumnsUnclear): string {
	const {
		columns = [],
		separator,
		unclear,
	} = describeReading({
		...reading,
		unclear: missing ? [missing] : reading.unclear,
	});
	const names = columns.map(({ name }) => name);
	const said = missing
		? words.missing({ parameter: UNCLEAR[missing] })
		: words.unclear({ unclear });
	const found = unclear.includes("separator") ? [words.separator({ separator })] : [];
	return [said, ...found, words.columns({ names })].join(" ");
}
