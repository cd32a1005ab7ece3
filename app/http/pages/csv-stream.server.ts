import { logError } from "../../platform/log.server.ts";

/** Records that are read at a time for a file. */
export const EXPORT_BATCH = 2000;

/**
 * A CSV file sent as it is read, a piece at a time and no faster than the client takes it: memory
 * stays flat, and no transaction is open meanwhile. `nextPiece` gives null at the end. The first
 * piece is read before the answer begins, so that it can still be an error with its status; a later
 * error breaks the connection, so that half a file does not pass for a whole one.
 */
export async function streamCsv(
	fileName: string,
	head: string,
	nextPiece: () => Promise<string | null>,
): Promise<Response> {
	const encoder = new TextEncoder();
	const first = await nextPiece();
	const body = new ReadableStream<Uint8Array>(
		{
			start(controller) {
				controller.enqueue(encoder.encode(head + (first ?? "")));
				if (first === null) controller.close();
			},
			async pull(controller) {
				try {
					const piece = await nextPiece();
					if (piece === null) controller.close();
					else controller.enqueue(encoder.encode(piece));
				} catch (error) {
					logError(error, {}, "A file could not be sent to its end");
					controller.error(error);
				}
			},
		},
		{ highWaterMark: 1 },
	);
	const headers = {
		"content-type": "text/csv; charset=utf-8",
		"content-disposition": `attachment; filename="${fileName}"`,
		"cache-control": "private, no-store",
	};
	return new Response(body, { headers });
}
