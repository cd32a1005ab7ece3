import { logError } from "../../platform/log.server.ts";

/** Records in one read of an export. */
export const EXPORT_BATCH = 2000;

/**
 * Streams a CSV file piece by piece with backpressure: memory stays flat, and no transaction stays
 * open. `nextPiece` returns null at the end. The first piece is read before the answer begins, so
 * that an error can still have its status. A later error breaks the connection, so that a partial
 * file cannot pass for a whole one.
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
