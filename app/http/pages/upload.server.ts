import {
	type FileUpload,
	MaxFileSizeExceededError,
	MaxTotalSizeExceededError,
	parseFormData,
} from "@remix-run/form-data-parser";
import { texts } from "../../texts/texts.ts";

/** A submitted form with one file field: the file's name and bytes, and the other fields. */
export type Upload = { file: { name: string; bytes: Uint8Array } | null; fields: FormData };

/**
 * A file's name as it is on its machine. Browsers escape these three characters of it, and no
 * other (HTML, "Multipart form data").
 */
const fileName = (sent: string): string => sent.replace(/%22|%0A|%0D/g, decodeURIComponent);

/** Room for the other fields and the multipart framing. */
const FRAMING_BYTES = 16 * 1024;

/**
 * Reads a form with a file of at most `limitBytes` (I1). Bytes are counted as they arrive: beyond
 * the limit the answer is "too-large", whatever Content-Length says, and nothing is kept. Browsers
 * send "no file chosen" as a file without name and bytes; it is null here. Throws 415 for a body
 * that is not a form with a file.
 */
export async function readUpload(
	request: Request,
	fieldName: string,
	limitBytes: number,
): Promise<Upload | "too-large"> {
	if (Number(request.headers.get("content-length") ?? 0) > limitBytes + FRAMING_BYTES) {
		await request.body?.cancel();
		return "too-large";
	}
	let file: Upload["file"] = null;
	const keep = async (upload: FileUpload) => {
		if (upload.fieldName === fieldName && (upload.name !== "" || upload.size > 0))
			file = { name: fileName(upload.name), bytes: await upload.bytes() };
	};
	try {
		const limits = {
			maxFiles: 1,
			maxFileSize: limitBytes,
			maxTotalSize: limitBytes + FRAMING_BYTES,
			maxParts: 10,
		};
		const fields = await parseFormData(request, limits, keep);
		return { file, fields };
	} catch (error) {
		if (request.body && !request.body.locked) await request.body.cancel();
		if (error instanceof MaxFileSizeExceededError || error instanceof MaxTotalSizeExceededError)
			return "too-large";
		throw new Response(texts.pages.shared.notAForm, { status: 415 });
	}
}
