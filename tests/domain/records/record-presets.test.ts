import { describe, expect, test } from "vitest";
import { readAuditView } from "../../../app/domain/records/read-record-view.ts";
import { auditPresets, pressPreset } from "../../../app/domain/records/record-presets.ts";

const presetsAt = (now: string, zone: string) =>
	Object.fromEntries(
		auditPresets({ now: new Date(now), zone, email: "ann@x.example" }).map((preset) => [
			preset.name,
			preset,
		]),
	);
const reader = (zone: string) => ({ zone, defaultCountry: "US" as const });

describe("filters that one press sets (K6, O5, G14)", () => {
	test.each([
		// In Kolkata it is the next day already.
		["2026-03-14T20:00:30Z", "Asia/Kolkata", "2026-03-15", "2026-03-14", "2026-03-09"],
		["2026-03-14T20:00:30Z", "UTC", "2026-03-14", "2026-03-13", "2026-03-08"],
		// The day after the clocks went forward.
		["2026-03-30T00:30:00Z", "Europe/Berlin", "2026-03-30", "2026-03-29", "2026-03-24"],
	])("at %s in %s are the days there", (now, zone, today, yesterday, firstDay) => {
		const presets = presetsAt(now, zone);
		expect(presets.Today?.fields).toEqual({ from: today, to: today });
		expect(presets.Yesterday?.fields).toEqual({ from: yesterday, to: yesterday });
		expect(presets["Last 7 days"]?.fields).toEqual({ from: firstDay, to: "" });
	});

	test("are read back by the filter: the last hour begins an hour ago", () => {
		const fields = presetsAt("2026-03-14T20:00:30Z", "America/New_York")["Last hour"]?.fields;
		const { filter } = readAuditView(
			new URLSearchParams({ from: fields?.from ?? "" }),
			reader("America/New_York"),
		);
		expect(filter.from).toEqual(new Date("2026-03-14T19:00:00Z"));
	});

	test("keep the other fields, and a second press takes them away", () => {
		const presets = presetsAt("2026-03-14T20:00:30Z", "UTC");
		const asked = new URLSearchParams({ object: "claims", from: "2020-01-01T00:00" });
		const { view } = readAuditView(asked, reader("UTC"));
		const once = pressPreset(view, presets.Today!);
		expect([once.isOn, once.view.typed.object, once.view.typed.from]).toEqual([
			...[false, "claims", "2026-03-14"],
		]);
		const twice = pressPreset(once.view, presets.Today!);
		expect([twice.isOn, twice.view.typed.object, twice.view.typed.from]).toEqual([
			...[true, "claims", ""],
		]);
	});
});
