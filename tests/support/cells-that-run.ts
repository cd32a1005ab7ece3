/**
 * The cells of a CSV file that a spreadsheet would run as a formula (I6). A plain number with its
 * plus does not count.
 */
export function cellsThatRun(csv: string): string[] {
	const cells = csv.replace(/^\ufeff/, "").matchAll(/(?:^|,|\r\n)("(?:[^"]|"")*"|[^,\r\n]*)/g);
	return [...cells]
		.map(([, cell = ""]) => cell.replace(/^"/, ""))
		.filter((cell) => /^[=+\-@\t\r]/.test(cell) && !/^\+\d+$/.test(cell));
}
