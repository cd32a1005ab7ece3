import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const PLACES = [
	"app/domain",
	"app/api",
	"app/doors",
	"app/operations",
	"app/http/server",
	"app/refusals.server.ts",
	"app/start-failures.server.ts",
	"scripts/users.ts",
];

/** Words beside their code, with the reason for keeping them out of the catalogue. */
const ALLOWED: { why: string; file: RegExp; text?: RegExp }[] = [
	{
		why: "passwords that are refused",
		file: /^app\/domain\/people\/common-passwords\.ts$/,
	},
	{
		why: "data of the demonstration, which an operator can change",
		file: /^app\/domain\/demonstration\//,
	},
	{
		why: "names that are stored in the audit log or with a key",
		file: /^app\/(domain\/audit\/actor|operations\/|api\/provisioning\/import)/,
		text: /^(the service|operator's shell|Bootstrap key|set-up link|a withheld ANI|no ANI|no DNIS|sent to the API)$/,
	},
	{
		why: "the mark-up of a page outside the pages",
		file: /^app\/http\/server\/plain-answer\.server\.ts$/,
		text: /^<!doctype html>/,
	},
	{
		why: "countries and sources of the numbering plans, for developers",
		file: /^app\/domain\/numbers\/two-writings\.ts$/,
	},
	{
		why: "column names of CSV files, which programs read",
		file: /^app\/domain\/(audit\/audit-(attachment|csv)|records\/records-csv|traffic\/traffic-csv)\.ts$/,
		text: /^(Description (before|after)|(Object|Entry|Call|Request) ID|API key|Most live at once)$|^Refused: no /,
	},
	{
		why: "kinds that are stored with an import's review",
		file: /^app\/domain\/import\/all-groups\/(groups-file-check|file-connections|checked-fields)\.ts$/,
		text: /^(an object|true or false|a whole number)$/,
	},
	{
		why: "names of columns in files of phone systems, in eight languages",
		file: /^app\/domain\/import\/columns\/column-names\.ts$/,
	},
	{
		why: "a command for a shell",
		file: /^app\/domain\/curl-command\.ts$/,
		text: /^(curl --request|--header)/,
	},
	{
		why: "code of calls, to paste and run",
		file: /^app\/domain\/call-samples\.ts$/,
	},
	{
		why: "headers of HTTP and its reason phrases",
		file: /^app\/(api\/|doors\/|http\/server\/)/,
		text: /^(GET, HEAD|Basic realm=|[a-z]+\/[a-z]+; charset=|attachment; filename|public, max-age|[a-z]+-src '|form-action|frame-ancestors|base-uri|Bad Request$|Request Timeout$|URI Too Long$|Expectation Failed$|Request Header Fields|Service Unavailable$)/,
	},
	{
		why: "a header of SIP",
		file: /^app\/domain\/conversation\/arriving-headers\.ts$/,
		text: /^User-to-User: …/,
	},
	{
		why: "an expression of ECMAScript in VoiceXML",
		file: /^app\/doors\/voicexml\/write-voicexml\.ts$/,
		text: /^(String\(session|\(new Date)/,
	},
	{
		why: "log lines for operators",
		file: /^app\/(http\/server\/unavailable\.server|doors\/serving\/answer-phone-system)\.ts$/,
		text: /^(The server has no disk space|Refused a phone system)/,
	},
	{
		why: "descriptions of the API, which are published in English beside their schemas",
		file: /^app\/api\/(openapi|call-in|keys|phone-systems|provisioning|records)\/|^app\/api\/contract\/(cursor|headers)\.ts$/,
	},
];

const files = PLACES.flatMap((place) =>
	place.endsWith(".ts")
		? [place]
		: readdirSync(place, { recursive: true, encoding: "utf8" })
				.filter((name) => /\.tsx?$/.test(name))
				.map((name) => path.join(place, name)),
);

/** Two words in a row: longer than a code, a name or a key. */
const WORDS = /[A-Za-z]{2,}[^\w]{0,3} [^\w]{0,2}[A-Za-z]/;

/** Whether the text belongs to a programming error rather than to a message for users. */
function isNoMessage(node: ts.Node): boolean {
	for (let at = node.parent; at !== undefined; at = at.parent) {
		if (ts.isThrowStatement(at)) return true;
		// Thrown errors are for conditions that no user can act on. Users see other words.
		if (ts.isNewExpression(at) && /Error$/.test(at.expression.getText())) return true;
	}
	return false;
}

/**
 * The texts of a source with their lines: string literals and templates, with `…` for inserted
 * values.
 */
function textsIn(name: string, source: string): { line: number; text: string }[] {
	const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);
	const found: { line: number; text: string }[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
		const text = ts.isStringLiteralLike(node)
			? node.text
			: ts.isTemplateExpression(node)
				? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("…")
				: null;
		if (text !== null && WORDS.test(text) && !isNoMessage(node)) {
			const { line } = file.getLineAndCharacterOfPosition(node.getStart());
			found.push({ line: line + 1, text });
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}

const allows = (file: string, text: string) => (one: (typeof ALLOWED)[number]) =>
	one.file.test(file) && (one.text?.test(text) ?? true);

describe("messages come from the catalogue", () => {
	test.each(files)("%s has no words of its own", (file) => {
		const own = textsIn(file, readFileSync(file, "utf8"))
			.filter(({ text }) => !ALLOWED.some(allows(file, text)))
			.map(({ line, text }) => `${file}:${line} ${text}`);
		expect(own).toEqual([]);
	});

	test("each exception is still one", () => {
		const all = files.flatMap((file) =>
			textsIn(file, readFileSync(file, "utf8")).map(({ text }) => ({ file, text })),
		);
		const unused = ALLOWED.filter(
			(one) => !all.some(({ file, text }) => allows(file, text)(one)),
		).map(({ why }) => why);
		expect(unused).toEqual([]);
	});

	test("words beside their code are found, in plain strings and in templates", () => {
		const found = textsIn("a.ts", `a = "Enter a name."; b = \`Enter \${a} again.\`;`);
		expect(found.map(({ text }) => text)).toEqual(["Enter a name.", "Enter … again."]);
		expect(textsIn("a.ts", 'throw new Error("This never happens."); f("no-words");')).toEqual([]);
	});
});
