import { err, ok, type Result } from "../result.ts";
import { isBlank } from "../text.ts";

/**
 * Why a file is not accepted as CSV: its real type, or the limit that it exceeds. Each is one plain
 * sentence (I5).
 */
export type FileProblem =
	| { code: "file-missing" }
	| { code: "file-empty" }
	| { code: "file-header-only" }
	| { code: "file-too-large"; limitBytes: number }
	| { code: "file-too-many-rows"; rows: number; limit: number }
	| { code: "file-spreadsheet" }
	| { code: "file-html" }
	| { code: "file-json" }
	| { code: "file-rich-text" }
	| { code: "file-binary" }
	| { code: "file-encoding" };

/** Decodes a CSV file's bytes (I1). The error names the real type of another file (I5). */
export function decodePoolFile(bytes: Uint8Array): Result<string, FileProblem> {
	const text = decodeTextFile(bytes);
	const other = text.ok ? markupOf(text.value) : null;
	return other === null ? text : err({ code: other });
}

/**
 * Decodes a file's bytes: UTF-8 with or without BOM, UTF-16 with BOM. The error names the real type
 * of a file that is not text, or says that it is empty.
 */
export function decodeTextFile(bytes: Uint8Array): Result<string, FileProblem> {
	if (bytes.length === 0) return err({ code: "file-empty" });
	const kind = magicOf(bytes);
	if (kind !== null) return err({ code: kind });
	const encoding =
		bytes[0] === 0xff && bytes[1] === 0xfe
			? "utf-16le"
			: bytes[0] === 0xfe && bytes[1] === 0xff
				? "utf-16be"
				: "utf-8";
	let text: string;
	try {
		text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
	} catch {
		return err({
			code: encoding === "utf-8" && looksBinary(bytes) ? "file-binary" : "file-encoding",
		});
	}
	// Concatenated files leave one byte order mark each.
	text = text.replace(/^\ufeff+/, "");
	if (text.includes("\0"))
		return err({ code: looksLikeWideText(bytes) ? "file-encoding" : "file-binary" });
	return isBlank(text) ? err({ code: "file-empty" }) : ok(text);
}

const MAGIC: [number[], "file-spreadsheet" | "file-binary"][] = [
	[[0x50, 0x4b, 0x03, 0x04], "file-spreadsheet"],
	[[0xd0, 0xcf, 0x11, 0xe0], "file-spreadsheet"],
	[[0x25, 0x50, 0x44, 0x46], "file-binary"],
	[[0x1f, 0x8b], "file-binary"],
	[[0x89, 0x50, 0x4e, 0x47], "file-binary"],
];

const magicOf = (bytes: Uint8Array) =>
	MAGIC.find(([magic]) => magic.every((byte, index) => bytes[index] === byte))?.[1] ?? null;

const HEAD_BYTES = 4096;
// Old text files end in 1A. 1B switches the encoding of East Asian ones.
const isControl = (byte: number) =>
	byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1a && byte !== 0x1b);

/** More than one control character in fifty bytes. */
function looksBinary(bytes: Uint8Array): boolean {
	const head = bytes.subarray(0, HEAD_BYTES);
	return head.filter(isControl).length > head.length / 50;
}

/**
 * UTF-16 or UTF-32 without a byte order mark: every group of a few bytes has one or more zeros, and
 * there are no other control characters.
 */
function looksLikeWideText(bytes: Uint8Array): boolean {
	const head = bytes.subarray(0, HEAD_BYTES);
	const zeros = head.filter((byte) => byte === 0).length;
	return zeros > head.length / 4 && !head.some((byte) => byte !== 0 && isControl(byte));
}

function markupOf(text: string): "file-html" | "file-json" | "file-rich-text" | null {
	if (/^\s*<[!?a-z]/i.test(text)) return "file-html";
	if (/^\s*\{\\rtf/.test(text)) return "file-rich-text";
	return /^\s*(\{\s*["}]|\[\s*[[{"\d\]])/.test(text) ? "file-json" : null;
}
