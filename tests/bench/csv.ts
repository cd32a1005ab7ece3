import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { readCsv } from "../../app/domain/csv.ts";
import { type Bench, type Figure, interleave } from "./figure.ts";

const MIB = 2 ** 20;
const ROUNDS = 5;
const FIXTURES = "tests/fixtures/pool-files";

/** Each kind is a piece repeated to any size. Some begin with an error that spoils the rest. */
const KINDS: Record<string, { begins?: string; piece: string }> = {
	"plain rows": { piece: "+18005551234,Sales desk\n" },
	"quotes alone": { piece: '"' },
	"an unclosed quote on each line": { piece: '+18005551234,"Sales desk\n' },
	"an unclosed quote at the start": { begins: '"', piece: "+18005551234,Sales desk\n" },
	"a quote that closes, one that does not": { piece: '"a\n"b\n' },
	"a space behind quotes": { piece: '"a" ,b\n' },
	"every second line malformed": { piece: '+1800,a\n"b"c\n' },
	"separators alone": { piece: "," },
	"line breaks alone": { piece: "\n" },
	"CR alone": { piece: "\r" },
	"one long line": { piece: "Sales desk " },
	"one long quoted cell": { begins: '"', piece: "Sales\n" },
	"binary noise": { piece: noise() },
	"the awkward fixtures": {
		piece: readdirSync(FIXTURES, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map(({ name, parentPath }) => ({ name, file: path.join(parentPath, name) }))
			.sort((a, b) => (a.name < b.name ? -1 : 1))
			.map(({ file }) => readFileSync(file, "utf8"))
			.join("\n"),
	},
};

/**
 * Reads 5 MiB of each kind, against five times 1 MiB of it. A quadratic parser would take five
 * times as long.
 */
export async function* measureCsv(_bench: Bench): AsyncGenerator<Figure> {
	for (const [name, { begins = "", piece }] of Object.entries(KINDS)) {
		const file = (bytes: number) =>
			begins + piece.repeat(Math.ceil(bytes / piece.length)).slice(0, bytes);
		const [large, small] = [file(5 * MIB), file(MIB)];
		const times = await interleave(
			ROUNDS,
			async () => timeOf(large, 1),
			async () => timeOf(small, 5),
		);
		yield { name, ...times, bound: { atMost: 3 }, unit: "ms" };
	}
}

function timeOf(text: string, times: number): number {
	const began = performance.now();
	for (let time = 0; time < times; time += 1) readCsv(text, () => {});
	return performance.now() - began;
}

/** A mebibyte of random bytes, the same in each run. */
function noise(): string {
	let state = 1;
	const bytes = Uint8Array.from({ length: MIB }, () => {
		state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
		return state >> 8;
	});
	return Buffer.from(bytes).toString("utf8");
}
