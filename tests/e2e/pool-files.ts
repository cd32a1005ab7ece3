import type { Page } from "@playwright/test";

/** Uploads a CSV file to a group and leaves its review open. */
export async function uploadPool(
	page: Page,
	groupUrl: string,
	text: string,
	mode: "Add to the pool" | "Replace the pool" = "Add to the pool",
): Promise<void> {
	await page.goto(groupUrl);
	await page.getByRole("button", { name: "Bulk Import From File" }).click();
	await page
		.getByLabel("CSV file")
		.setInputFiles({ name: "pool.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
	await page.getByLabel(mode).check();
	await page.getByRole("button", { name: "Review", exact: true }).click();
	await page.waitForURL(/\/import\/[0-9a-f-]{36}/);
}

/** Answers questions of a review by the beginnings of their answers, all in one step. */
export async function decide(page: Page, answers: string[]): Promise<void> {
	for (const answer of answers) await page.getByRole("radio", { name: answer }).check();
	await page.getByRole("button", { name: "Apply these decisions" }).click();
}

/** A file with an example of every error. `numbers` are whole DNIS numbers, at least ten. */
export const messyFile = (numbers: string[]): string => {
	const [a, b, c, d, e, f, g, h, i] = numbers as [
		string,
		string,
		string,
		string,
		string,
		string,
		string,
		string,
		string,
	];
	return [
		"DNIS,Description",
		`${a},Claims`,
		`${b.replace("+1800", "+1 (800) ")},Brackets`,
		"",
		c,
		`${d},"a ""quoted"" one"`,
		`${e},"closed too early"x`,
		"1.8E+10,lost digits",
		`${a},Claims`,
		`${f},Claims, East`,
		`${g},"two\nlines"`,
		`${h},${"x".repeat(40)}`,
		`${i},`,
	].join("\r\n");
};
