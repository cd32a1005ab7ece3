import { expect, test } from "vitest";
import { inTurn } from "../../app/operations/in-turn.ts";
import { createService } from "../../app/platform/service.ts";
import type { Database } from "../../db/connection/database.ts";

const failed = (code: string) => Object.assign(new Error("failed"), { code });

/**
 * Two calls for the same key. The first fails with this error code. Returns the second's outcome,
 * and whether the second was begun.
 */
async function afterFailure(code: string): Promise<{ second: unknown; begun: boolean }> {
	const service = createService({} as Database);
	let begun = false;
	const first = inTurn(service, "key", () => Promise.reject(failed(code)));
	const second = inTurn(service, "key", async () => {
		begun = true;
		return "done";
	});
	await expect(first).rejects.toMatchObject({ code });
	const cameTo = await second.catch((error: { code: string }) => error.code);
	expect(await inTurn(service, "key", async () => "later")).toBe("later");
	return { second: cameTo, begun };
}

test("who waits in turn is told at once when the one before found the database away, and has begun nothing (C2)", async () => {
	for (const code of ["ECONNREFUSED", "SILENCE"])
		expect(await afterFailure(code)).toEqual({ second: code, begun: false });
});

test("any other failure is that one's own: the next takes its turn", async () => {
	for (const code of ["55P03", "23505"])
		expect(await afterFailure(code)).toEqual({ second: "done", begun: true });
});
