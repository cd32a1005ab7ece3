import { randomBytes } from "node:crypto";
import { CSV_BYTES_MAX } from "../../app/domain/import/pool-file.ts";

const filledWith = (piece: string, begins = ""): Buffer => {
	const bytes = Buffer.alloc(CSV_BYTES_MAX, piece);
	bytes.write(begins);
	return bytes;
};

/** Random bytes among some characters. */
function drawnFrom(characters: string): Buffer {
	const bytes = randomBytes(CSV_BYTES_MAX);
	for (let at = 0; at < bytes.length; at += 1)
		bytes[at] = characters.charCodeAt((bytes[at] as number) % characters.length);
	return bytes;
}

/** Files of 5 MiB that are no lists of numbers, made on call. */
export const BYTES: Record<string, () => Buffer> = {
	"one long line": () => filledWith("x"),
	quotes: () => filledWith('"'),
	commas: () => filledWith(","),
	semicolons: () => filledWith(";"),
	"line feeds": () => filledWith("\n"),
	"carriage returns": () => filledWith("\r"),
	digits: () => filledWith("1"),
	NULs: () => Buffer.alloc(CSV_BYTES_MAX),
	spaces: () => filledWith(" "),
	"random bytes": () => randomBytes(CSV_BYTES_MAX),
	"random ASCII": () => drawnFrom(' !"#$%&()*+,-./0123456789:;<=>?@ABC\n\r|;\t'),
	"quotes, commas and line feeds at random": () => drawnFrom('",\n'),
	"quotes and line feeds": () => filledWith('"\n'),
	"short lines": () => filledWith("a\n"),
	"empty rows": () => filledWith(",\n"),
	"an unclosed quote at the start": () => filledWith("+18005550101,x\n", '"'),
	"an unclosed quote in each line": () => filledWith('"+18005550101,x\n'),
	"line feeds in one quoted cell": () => filledWith("\n", '"'),
	"numbers in one line": () => filledWith("+18005550101,"),
	"a header and one wide row": () => filledWith(",x", "DNIS,Description\n+18005550101"),
	"long quoted rows": () => filledWith(`"${"x\n".repeat(250)}",y\n`),
	"carriage returns and line feeds": () => filledWith("\r\nx\r"),
};
