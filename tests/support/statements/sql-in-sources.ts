import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/**
 * A piece of SQL in a source file: one literal, or the part of a template before or after a `${…}`.
 */
export type SqlPiece = { file: string; sql: string };

const SQL = /\b(select|insert into|update \w+ (\w )?set|delete from)\b/;
const LITERALS = new Set([
	ts.SyntaxKind.StringLiteral,
	ts.SyntaxKind.NoSubstitutionTemplateLiteral,
	ts.SyntaxKind.TemplateHead,
	ts.SyntaxKind.TemplateMiddle,
	ts.SyntaxKind.TemplateTail,
]);

/** The pieces of SQL in the sources of a folder. */
export const sqlIn = (folder: string): SqlPiece[] =>
	readdirSync(folder, { recursive: true, encoding: "utf8" })
		.filter((file) => file.endsWith(".ts"))
		.sort()
		.flatMap((name) => {
			const file = path.join(folder, name);
			const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022);
			return literalsOf(source).flatMap((sql) => (SQL.test(sql) ? [{ file, sql }] : []));
		});

function literalsOf(node: ts.Node): string[] {
	const own = LITERALS.has(node.kind) ? [(node as ts.LiteralLikeNode).text] : [];
	const below: string[] = [];
	ts.forEachChild(node, (child) => void below.push(...literalsOf(child)));
	return [...own, ...below];
}
