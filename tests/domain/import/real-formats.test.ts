import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { checkRow } from "../../../app/domain/import/checked-row.ts";
import type { ColumnChoice, Unclear } from "../../../app/domain/import/columns/detect-columns.ts";
import type { Separator } from "../../../app/domain/import/columns/separators.ts";
import { decodePoolFile } from "../../../app/domain/import/file-text.ts";
import { planImport } from "../../../app/domain/import/import-plan.ts";
import { applyRepair } from "../../../app/domain/import/import-repairs.ts";
import { readPoolFile } from "../../../app/domain/import/pool-file.ts";
import { SAFE_KINDS } from "../../../app/domain/import/repair-kinds.ts";

const FOLDER = "tests/fixtures/exports";

type Row = [number: string, description: string, ...codes: string[]];
/**
 * `columns` are number and description, from 1. What `asks` names is asked first: the rows are those
 * for a person who confirms the columns. The rows have all safe repairs.
 */
type Outcome = {
	columns: [number: number, description: number | null];
	header?: number;
	skipped?: number[];
	separator?: Separator;
	asks?: Unclear[];
	rows: Row[];
};

const OUTCOMES: Record<string, Outcome> = {
	"3cx-inbound-rules.csv": {
		columns: [1, null],
		header: 1,
		asks: ["number", "description"],
		rows: [
			["Main line", "", "dnis-not-a-number"],
			["Claims", "", "dnis-not-a-number"],
		],
	},
	"aircall-numbers.csv": {
		columns: [2, 1],
		header: 1,
		rows: [
			["+18005550101", "Main line"],
			["+18005550102", "Claims"],
		],
	},
	"amazon-connect-numbers.csv": {
		columns: [3, 8],
		header: 1,
		rows: [
			["+18005550101", "Main line"],
			["+18005550102", "Claims"],
		],
	},
	"asterisk-extensions-list.csv": {
		columns: [1, 2],
		header: 3,
		skipped: [1, 2],
		rows: [
			["+18005550101", "Main line"],
			["+18005550102", "Claims"],
		],
	},
	"astpp-dids.csv": {
		columns: [1, null],
		header: 1,
		asks: ["description"],
		rows: [
			["+18005550101", ""],
			["+18005550102", ""],
		],
	},
	"avaya-ip-office-incoming.csv": {
		columns: [3, null],
		header: 1,
		asks: ["description"],
		rows: [
			["+18005550101", ""],
			["+18005550102", ""],
		],
	},
	"azure-acs-numbers.csv": {
		columns: [2, null],
		header: 1,
		asks: ["description"],
		rows: [
			["+18005550101", ""],
			["+18005550102", ""],
		],
	},
	"bandwidth-numbers.csv": {
		columns: [1, 6],
		header: 1,
		rows: [
			["4155550101", "Front desk", "dnis-national"],
			["4155550102", "Claims", "dnis-national"],
		],
	},
	"bar-separated.txt": {
		columns: [1, 2],
		header: 1,
		separator: "bar",
		asks: ["separator"],
		rows: [
			["+18005550101", "Main line"],
			["+18005550102", "Claims"],
		],
	},
	"calling-table-fusionpbx.csv": {
		columns: [2, 4],
		header: 1,
		rows: [
			["+18005550101", "Main line"],
			["+18005550102", "Claims"],
		],
	},
	"cucm-phones.csv": {
		columns: [3, 2],
		header: 1,
		rows: [
			["+18005550101", "Front desk"],
			["+18005550102", "Claims"],
		],
	},
	"cucm-route-patterns.csv": {
		columns: [1, 3],
		header: 1,
		rows: [
			["+18005550101", "Main line"],
			["\\+1800555XXXX", "All of it", "dnis-not-a-number"],
		],
	},
	"cucm-translation-patterns.csv": {
		columns: [1, 3],
		header: 1,
		rows: [
			["+18005550101", "Main line"],
			["+18005550102", "Claims, east"],
		],
	},
	"didww-dids.csv": {
		columns: [2, 3],
		header: 1,
		rows: [
			["+18005550101", "Main line"],
			["+18005550102", "Claims"],
		],
	},
	"escaped-commas.csv": {
		columns: [1, 2],
		header: 1,
		rows: [
			["+18005550101", "Main line"],
			["+18005550102", "Claims, east"],
		],
	},
	"exotel-contacts.csv": {
		columns: [1, null],
		header: 1,
		asks: ["description"],
		rows: [
			["+18005550101", ""],
			["+18005550102", ""],
		],
	},
	"five9-dnis.csv": {
		columns: [1, 3],
		header: 1,
		rows: [
			["8005550101", "Main line", "dnis-national"],
			["8005550102", "Claims", "dnis-national"],
		],
	},
	"freepbx-bulk-dids.csv": {
		columns: [2, 3],
		header: 1,
		rows: [
			["+18005550101", "Main line"],
			["+18005550102", "Claims"],
		],
	},
	"freepbx-bulk-handler-dids.csv": {
		columns: [2, 8],
		header: 1,
		rows: [
			["+18005550101", "Main line"],
			["+18005550102", "Claims"],
		],
	},
	"french-sda.csv": {
		columns: [2, 1],
		header: 1,
		separator: "semicolon",
		asks: ["separator"],
		rows: [
			["+33123456789", "Accueil"],
			["+33123456780", "Sinistres"],
		],
	},
	"genesys-cloud-dids.csv": {
		columns: [4, 2],
		header: 1,
		rows: [
			["+18005550101", ""],
			["+18005550102", ""],
		],
	},
	"genesys-did-numbers.csv": {
		columns: [1, 3],
		header: 1,
		rows: [
			["+18005550101", "Main line"],
			["+18005550102", "Claims"],
		],
	},
	"german-title-and-date.csv": {
		columns: [2, 3],
		header: 4,
		skipped: [1, 2],
		separator: "semicolon",
		asks: ["separator"],
		rows: [
			["+4921112345600", "Zentrale"],
			["+4921112345601", "Kundendienst"],
		],
	},
	"google-contacts.csv": {
		columns: [14, 10],
		header: 1,
		asks: ["number", "description"],
		rows: [
			["+18005550101", "* myContacts"],
			["+18005550102", "* myContacts"],
		],
	},
	"grandstream-ucm-inbound.csv": {
		columns: [2, 4],
		header: 1,
		rows: [
			["+18005550101", "Main line"],
			["+18005550102", "Claims"],
		],
	},
	"japanese-numbers.csv": {
		columns: [1, 2],
		header: 1,
		rows: [
			["+81312345678", "代表"],
			["+81312345679", "サポート"],
		],
	},
	"lox24-numbers.csv": {
		columns: [2, null],
		header: 1,
		asks: ["description"],
		rows: [
			["+4930123456", ""],
			["+4930123457", ""],
		],
	},
	"lync-lineuri.csv": {
		columns: [3, 1],
		header: 1,
		rows: [
			["+18005550101", "Front Desk"],
			["tel:+18005550102;ext=4102", "Claims", "dnis-extension"],
		],
	},
	"nethcti-speed-dials.csv": {
		columns: [6, 11],
		header: 1,
		asks: ["description"],
		rows: [
			["+18005550101", "Front desk"],
			["+18005550102", ""],
		],
	},
	"outlook-contacts.csv": {
		columns: [13, 22],
		header: 1,
		asks: ["description"],
		rows: [
			["+18005550101", "Front desk"],
			["+18005550102", "All claims"],
		],
	},
	"plivo-numbers.csv": {
		columns: [1, 2],
		header: 1,
		rows: [
			["+18005550101", "Main line"],
			["+18005550102", "Claims"],
		],
	},
	"powershell-typed.csv": {
		columns: [2, 1],
		header: 2,
		skipped: [1],
		rows: [
			["+18005550101", "Front Desk"],
			["+18005550102", "Claims"],
		],
	},
	"ringcentral-numbers.csv": {
		columns: [1, 5],
		header: 1,
		rows: [
			["(800) 555-0101", "Main line", "dnis-national"],
			["(800) 555-0102", "Claims", "dnis-national"],
		],
	},
	"signalwire-numbers.csv": {
		columns: [2, 3],
		header: 1,
		rows: [
			["+18005550101", "Main line"],
			["+18005550102", "Claims"],
		],
	},
	"sipgate-rufnummern.csv": {
		columns: [1, 4],
		header: 1,
		separator: "semicolon",
		asks: ["separator"],
		rows: [
			["+4921112345600", "Zentrale"],
			["+4921112345601", "Kundendienst, Nord"],
		],
	},
	"spanish-numbers.csv": {
		columns: [1, 2],
		header: 1,
		rows: [
			["+34910123456", "Centralita"],
			["+34910123457", "Atención al cliente"],
		],
	},
	"spreadsheet-blank-lines.csv": {
		columns: [2, 3],
		header: 4,
		skipped: [2],
		rows: [
			["+18005550101", "Main line"],
			["+18005550102", "Claims"],
		],
	},
	"spreadsheet-index-column.csv": {
		columns: [2, 3],
		header: 1,
		rows: [
			["+18005550101", "Main line"],
			["+18005550102", "Claims"],
		],
	},
	"teams-acquired-numbers.csv": {
		columns: [1, null],
		header: 1,
		asks: ["description"],
		rows: [
			["+14025550101", ""],
			["+14025550102", ""],
		],
	},
	"teams-number-assignments.csv": {
		columns: [1, null],
		header: 1,
		asks: ["description"],
		rows: [
			["+14025550101", ""],
			["+14025550102", ""],
		],
	},
	"teams-online-telephone-numbers.csv": {
		columns: [1, null],
		header: 1,
		asks: ["description"],
		rows: [
			["+14025550101", ""],
			["+14025550102", ""],
		],
	},
	"telnyx-numbers.csv": {
		columns: [3, null],
		header: 1,
		asks: ["description"],
		rows: [
			["+19705550198", ""],
			["+19705550199", ""],
		],
	},
	"three-columns-region.csv": {
		columns: [1, 3],
		header: 1,
		rows: [
			["+18005550701", "Main line"],
			["+18005550702", "Claims"],
		],
	},
	"twilio-incoming-numbers.csv": {
		columns: [4, 3],
		header: 1,
		rows: [
			["+18005550101", "(800) 555-0101"],
			["+18005550102", "Claims"],
		],
	},
	"vonage-numbers.csv": {
		columns: [2, null],
		header: 1,
		asks: ["description"],
		rows: [
			["+14155550101", ""],
			["+14155550102", ""],
		],
	},
	"wazo-phonebook.csv": {
		columns: [10, 9],
		header: 1,
		separator: "bar",
		asks: ["separator"],
		rows: [
			["+18005550101", "Front desk"],
			["+18005550102", "All claims"],
		],
	},
	"webex-users.csv": {
		columns: [6, 3],
		header: 1,
		rows: [
			["+18005550101", "Main line"],
			["+18005550102", "Claims"],
		],
	},
	"wildix-phonebook.csv": {
		columns: [2, 1],
		header: 1,
		separator: "semicolon",
		asks: ["separator"],
		rows: [
			["+18005550101", "Main line"],
			["+18005550102", "Claims"],
		],
	},
	"yealink-contacts.csv": {
		columns: [2, 1],
		header: 1,
		rows: [
			["+18005550101", "Main line"],
			["+18005550102", "Claims"],
		],
	},
	"yeastar-allowed-numbers.csv": {
		columns: [3, 1],
		header: 1,
		rows: [
			["+18005550101", "Main line"],
			["+18005550102", "Claims"],
		],
	},
	"yeastar-contacts.csv": {
		columns: [5, null],
		header: 1,
		asks: ["description"],
		rows: [
			["+18005550101", ""],
			["+18005550102", ""],
		],
	},
	"yeastar-did-to-extension.csv": {
		columns: [1, null],
		header: 1,
		asks: ["description"],
		rows: [
			["+18005550101", ""],
			["+18005550102", ""],
		],
	},
	"yeastar-ring-group-external-numbers.csv": {
		columns: [4, null],
		header: 1,
		asks: ["description"],
		rows: [
			["+18005550101", ""],
			["+18005550102", ""],
		],
	},
	"yeastar-trunk-dids.csv": {
		columns: [1, 2],
		header: 1,
		rows: [
			["+18005550101", "Main line"],
			["+18005550102", "Claims"],
		],
	},
	"zoom-phone-numbers.csv": {
		columns: [1, 8],
		header: 1,
		rows: [
			["+18005550101", "Main line"],
			["+18005550102", "Claims"],
		],
	},
};

function read(name: string, choice?: ColumnChoice) {
	const text = decodePoolFile(readFileSync(path.join(FOLDER, name)));
	const file = text.ok ? readPoolFile(text.value, "US", choice) : text;
	if (!file.ok) throw new Error(file.error.code);
	return file.value;
}

function outcomeOf(name: string): Outcome {
	const file = read(name);
	const { columns, header, skipped, unclear, separator } = file.reading;
	if (unclear.length > 0) expect(file.rows).toEqual([]);
	const confirmed = unclear.length > 0 ? read(name, { separator, ...columns }) : file;
	let rows = confirmed.rows.map((row) => checkRow(row, "US"));
	const problems = () => planImport([], rows, "add", new Map()).problems;
	for (const kind of SAFE_KINDS) rows = applyRepair(kind, rows, problems(), "US");
	const wrong = problems();
	return {
		columns: [columns.number + 1, columns.description === null ? null : columns.description + 1],
		...(header && { header: header.line }),
		...(skipped.length > 0 && { skipped: skipped.map(({ line }) => line) }),
		...(separator !== "comma" && { separator }),
		...(unclear.length > 0 && { asks: unclear }),
		rows: rows.map(({ line, dnis, number, description }) => [
			dnis?.number ?? number,
			description,
			...(wrong.get(line) ?? []).map(({ code }) => code),
		]),
	};
}

const FILES = readdirSync(FOLDER).filter((name) => name !== "README.md");

describe("a real export has the outcome decided for it (I8)", () => {
	test.each(FILES)("%s", (name) => {
		expect(outcomeOf(name)).toEqual(OUTCOMES[name]);
	});

	test("every file that is kept has one, and its source is named", () => {
		expect(FILES.sort()).toEqual(Object.keys(OUTCOMES).sort());
		const sources = readFileSync(path.join(FOLDER, "README.md"), "utf8");
		expect(FILES.filter((name) => !sources.includes(`| ${name} `))).toEqual([]);
	});
});
