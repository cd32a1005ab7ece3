import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	keyIdOf,
	type SecretsKeys,
	seal,
	secretsKeyOf,
	unseal,
} from "../../../app/platform/sealed-value.ts";

const key = secretsKeyOf("a key of thirty-two characters..");
const other = secretsKeyOf("b key of thirty-two characters..");
const keys: SecretsKeys = { current: key, previous: null };
const place = { table: "connection_secrets", rowId: "0190c2a8", column: "sealed" };

describe("an encrypted value (D2)", () => {
	test("any text comes back, on any day, and no two encryptions are equal", () => {
		fc.assert(
			fc.property(
				fc.string({ unit: "binary", maxLength: 300 }),
				fc.nat({ max: 4_000_000_000_000 }),
				(text, now) => {
					const sealed = seal(keys, place, text, now);
					expect(unseal(keys, place, sealed)).toEqual({ ok: true, value: text });
					expect(seal(keys, place, text, now)).not.toBe(sealed);
				},
			),
		);
	});

	test.each([
		["table", { ...place, table: "webhooks" }],
		["row", { ...place, rowId: "0190c2a9" }],
		["column", { ...place, column: "other" }],
		["split between row and column", { ...place, rowId: "0190c2a", column: "8sealed" }],
	])("a value copied to another %s does not open", (_what, elsewhere) => {
		const sealed = seal(keys, place, "token");
		expect(unseal(keys, elsewhere, sealed)).toEqual({ ok: false, error: { code: "damaged" } });
	});

	test("a change of any byte is noticed", () => {
		const bytes = Buffer.from(seal(keys, place, "token"), "base64url");
		for (let index = 0; index < bytes.length; index += 1) {
			const changed = Buffer.from(bytes);
			changed[index] = changed[index]! ^ 1;
			expect(unseal(keys, place, changed.toString("base64url")).ok, String(index)).toBe(false);
		}
		for (let length = 0; length < bytes.length; length += 1)
			expect(unseal(keys, place, bytes.subarray(0, length).toString("base64url")).ok).toBe(false);
	});

	test("another key is told from damage, and a key in the second place opens too", () => {
		const sealed = seal(keys, place, "token");
		expect(unseal({ current: other, previous: null }, place, sealed)).toEqual({
			ok: false,
			error: { code: "key-unknown", keyId: key.id },
		});
		expect(unseal(null, place, sealed).ok).toBe(false);
		const rotating = { current: other, previous: key };
		expect(unseal(rotating, place, sealed)).toEqual({ ok: true, value: "token" });
		expect(keyIdOf(seal(rotating, place, "token"))).toBe(other.id);
	});

	test("each day has its own key, and the key's ID is none of its bytes", () => {
		expect(key.derive(1)).not.toEqual(key.derive(2));
		expect(key.derive(1)).not.toEqual(other.derive(1));
		expect(key.derive(1).toString("hex")).not.toContain(key.id);
	});
});
