import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

/** Folders and files whose texts are in the catalogue, `app/texts`. */
const SCANNED = [
	...["app/ui", "app/routes", "app/http/pages"],
	...["app/root.tsx", "app/entry.client.ts", "app/browser"],
];

/** Texts that stay in the code, and why. */
const ALLOWED: [text: RegExp, why: string][] = [
	[/^Click-To-Call-In$/, "the name of the product"],
	[/^(Active|Released|Cancelled)$/, "a state to compare with, not to show"],
	[/^(DNIS|ANI|KEY|ID)$/, "a term that stays the same in every language"],
	[/^[\w-]+(\/[\w-]+)+; charset=utf-8$/, "a media type"],
	[/^attachment; filename=/, "a header"],
	[/^M… …V…h…V…z$/, "the path of a drawing"],
	[/^https?:$/, "a scheme"],
	[/^(Enter|Escape)$/, "a key of the keyboard to compare with"],
	[/^input, select, textarea$/, "a selector"],
	[/^(Max-Age=…|Secure)$/, "a part of a cookie"],
	[/^\/openapi\.json$|^read -rs KEY$/, "a path or a command to copy"],
	[/^(…\.)?(groups\[|\]\.numbers\[|number$|description$)/, "a place in a JSON file"],
];

/** Calls with arguments for the log, never shown on a page. */
const FOR_THE_LOG = new Set(["Error", "logError"]);

/** Visible attributes and properties. */
const READ = new Set(
	`alt answer aria-label button caption data-caption explains failed heading hint label legend
	message name note placeholder place summary text title yes what`.split(/\s+/),
);

const hasWord = (text: string): boolean => /\p{L}{2}/u.test(text);
/** It begins with a capital, like a sentence or a label, or has three plain words in a row. */
const looksLikeText = (text: string): boolean =>
	/^[“"]?\p{Lu}\p{Ll}+(?=$|[ ,.:?!’…-])/u.test(text) ||
	/(?:^|[\s(])\p{Ll}+,?(?:\s\p{Ll}+,?){2}(?=$|[\s.:?!)])/u.test(text) ||
	/\p{Ll}[.?!:](?:$|\s\S)/u.test(text);

type Found = { line: number; text: string };

function textsOf(fileName: string, source: string): Found[] {
	const file = ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest, true);
	const found: Found[] = [];
	const note = (node: ts.Node, text: string) => {
		const shown = text.replace(/\s+/g, " ").trim();
		if (ALLOWED.some(([allowed]) => allowed.test(shown))) return;
		found.push({
			line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1,
			text: shown,
		});
	};
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
		if (isForTheLog(node)) return;
		if (ts.isJsxAttribute(node) && /^(className|fill)$/.test(node.name.getText())) return;
		if (ts.isJsxText(node)) {
			if (hasWord(node.text)) note(node, node.text);
			return;
		}
		const text = literalText(node);
		if (text !== null && hasWord(text) && (looksLikeText(text) || isRead(node))) note(node, text);
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}

/** The text of a string or template, with `…` for each value in it; null for another node. */
function literalText(node: ts.Node): string | null {
	if (ts.isStringLiteralLike(node)) return node.text;
	if (!ts.isTemplateExpression(node)) return null;
	return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join("…");
}

/** Whether the literal is shown to people, also through choices such as `isOn ? "on" : "off"`. */
function isRead(literal: ts.Node): boolean {
	const { parent } = literal;
	if (ts.isConditionalExpression(parent))
		return parent.condition !== literal && isRead(parent as ts.Node);
	if (ts.isParenthesizedExpression(parent)) return isRead(parent);
	if (ts.isBinaryExpression(parent))
		return (
			[
				ts.SyntaxKind.AmpersandAmpersandToken,
				ts.SyntaxKind.BarBarToken,
				ts.SyntaxKind.QuestionQuestionToken,
				ts.SyntaxKind.PlusToken,
			].includes(parent.operatorToken.kind) && isRead(parent)
		);
	if (ts.isJsxExpression(parent))
		return ts.isJsxAttribute(parent.parent)
			? isRead(parent)
			: ts.isJsxElement(parent.parent) || ts.isJsxFragment(parent.parent);
	if (ts.isJsxAttribute(parent))
		return READ.has(parent.name.getText()) && !isFormControlName(parent);
	return ts.isPropertyAssignment(parent) && READ.has(parent.name.getText());
}

/** `name` of an HTML element is for the server. `name` of a component may be visible. */
function isFormControlName(attribute: ts.JsxAttribute): boolean {
	const { tagName } = attribute.parent.parent;
	return (
		attribute.name.getText() === "name" &&
		(/^[a-z]/.test(tagName.getText()) || /^(Filter|Choice|RepairItem)/.test(tagName.getText()))
	);
}

const isForTheLog = (node: ts.Node): boolean =>
	(ts.isCallExpression(node) || ts.isNewExpression(node)) &&
	FOR_THE_LOG.has(node.expression.getText());

const filesOf = (place: string): string[] =>
	statSync(place).isFile()
		? [place]
		: readdirSync(place, { recursive: true, encoding: "utf8" })
				.map((name) => path.join(place, name))
				.filter((name) => /\.tsx?$/.test(name));

test("every text that people read is in the catalogue", () => {
	const outside = SCANNED.flatMap(filesOf).flatMap((file) =>
		textsOf(file, readFileSync(file, "utf8")).map(({ line, text }) => `${file}:${line} ${text}`),
	);
	expect(outside).toEqual([]);
});

test("the scan finds texts wherever pages have them", () => {
	const page = `
		const label = "Save the group";
		const Page = () => (
			<Field label="Group" hint={isNew ? "new" : "old"} className="button button-primary">
				Delete <b title={\`the \${name} group\`}>{isOn && "on"}</b>
			</Field>
		);`;
	expect(textsOf("page.tsx", page).map(({ text }) => text)).toEqual([
		"Save the group",
		"Group",
		"new",
		"old",
		"Delete",
		"the … group",
		"on",
	]);
});

test("the scan passes over what nobody reads", () => {
	const code = `
		import type { Row } from "./Row of names";
		const look: "Wide" | "Narrow" = wide();
		if (state === "active") throw new Error("This cannot be.");
		const page = <input name="requestId" className={\`panel \${look}\`} value="save-all" />;`;
	expect(textsOf("page.tsx", code)).toEqual([]);
});
