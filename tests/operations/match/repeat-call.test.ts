import { hash, randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../../../app/domain/canonical-json.ts";
import { ATTESTATIONS } from "../../../app/domain/match/attestation.ts";
import { repeatableCall } from "../../../app/operations/match/repeat-call.ts";

const text = fc.string({ unit: "binary" });
const call = fc.record({
	callId: text,
	accessCode: fc.option(text),
	fromNumber: fc.option(text),
	fromReadings: fc.option(fc.array(text)),
	dialed: fc.option(fc.array(text)),
	release: fc.boolean(),
	attestation: fc.option(fc.constantFrom(...ATTESTATIONS)),
});

test("a repeated call is found by the hash of its criteria in canonical JSON, as earlier versions stored it (P6, C9)", () => {
	fc.assert(
		fc.property(call, ({ callId, fromReadings, attestation, ...rest }) => {
			const apiKey = { id: randomUUID(), limitedToGroups: false };
			const corrId = randomUUID();
			const asked = { ...rest, fromReadings, attestation, callId, apiKey, corrId };
			const given = {
				...rest,
				...(fromReadings && { fromReadings }),
				...(attestation && { attestation }),
			};
			expect(repeatableCall(asked, callId).key).toBe(
				hash("sha256", canonicalJson({ callId, ...given })),
			);
		}),
	);
});
