import { expect, test } from "vitest";
import { areFirstStepsOver } from "../../../app/domain/home/first-steps.ts";

test("the first steps are over once a call came through, with or without a connection (G17)", () => {
	const done = { group: true, key: true, request: true, "phone-system": false, call: true };
	expect(areFirstStepsOver(done)).toBe(true);
	for (const step of ["group", "key", "request", "call"] as const)
		expect(areFirstStepsOver({ ...done, [step]: false })).toBe(false);
});
