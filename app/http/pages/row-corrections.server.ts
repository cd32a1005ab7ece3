import type { RowCorrection } from "../../domain/import/row-corrections.ts";

/**
 * The rows of a review's page as typed. `line` identifies each row and is part of its field names.
 * A button for one reading of a row's number has the name `take-` and the line.
 */
export function readCorrections(form: FormData): RowCorrection[] {
	const text = (name: string) => String(form.get(name) ?? "");
	return form.getAll("line").map((line) => ({
		line: Number(line),
		number: String(form.get(`take-${line}`) ?? text(`number-${line}`)),
		description: text(`description-${line}`),
		leaveOut: form.has(`leave-out-${line}`),
	}));
}
