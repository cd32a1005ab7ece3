import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import type { ReadableStream as NodeStream } from "node:stream/web";

/** Destination of a download before it is sent. */
export type ExportWriter = { write(text: string): Promise<void>; restart(): Promise<void> };

/**
 * Sends a download from a temporary file. The database is done before a slow client starts to read,
 * and memory stays flat. The file is unlinked before it is sent, so that it disappears with the
 * process, however that ends. `make` returns the download's name.
 */
export async function sendExportFile(
	contentType: string,
	make: (writer: ExportWriter) => Promise<string>,
): Promise<Response> {
	const handle = await openNameless();
	let size = 0;
	try {
		const name = await make({
			async write(text) {
				// appendFile writes all or throws. On a nearly full disk, a single write may store only a
				// part without an error.
				const bytes = Buffer.from(text);
				await handle.appendFile(bytes);
				size += bytes.byteLength;
			},
			async restart() {
				await handle.truncate(0);
				size = 0;
			},
		});
		// Without "no-store": browsers that save a download read it from their cache.
		const headers = {
			"content-type": contentType,
			"content-length": String(size),
			"content-disposition": `attachment; filename="${name}"`,
			"cache-control": "private, no-cache",
		};
		return new Response(
			Readable.toWeb(handle.createReadStream({ start: 0 })) as NodeStream as ReadableStream,
			{ headers },
		);
	} catch (error) {
		await handle.close();
		throw error;
	}
}

async function openNameless(): Promise<FileHandle> {
	const directory = await mkdtemp(path.join(os.tmpdir(), "call-in-export-"));
	try {
		return await open(path.join(directory, "export"), "ax+", 0o600);
	} finally {
		await rm(directory, { recursive: true, force: true });
	}
}
