import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ERRORS } from "../../app/api/contract/error-codes.ts";

test("every error code of the API is documented, and no other (C2)", () => {
	const documented = [
		...readFileSync("docs/api.md", "utf8").matchAll(/^\| ((?:\d{5}(?:, )?)+)\s*\|/gm),
	].flatMap(([, codes]) => codes?.split(", "));
	expect(documented).toEqual(Object.values(ERRORS).map((error) => String(error.code)));
});
