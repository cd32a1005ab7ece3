import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { Time } from "../../app/ui/time.tsx";

const NOW = new Date("2026-03-14T12:00:00Z");
const at = (isoTime: string) => renderToStaticMarkup(Time({ at: isoTime, zone: "UTC", now: NOW }));

describe("a time told relative to the present (G13, G14)", () => {
	test.each([
		["2026-03-14T11:59:30Z", "just now"],
		["2026-03-14T12:00:10Z", "just now"],
		["2026-03-14T11:59:00Z", "1 minute ago"],
		["2026-03-14T11:00:01Z", "59 minutes ago"],
		["2026-03-14T11:00:00Z", "1 hour ago"],
		["2026-03-13T12:00:00Z", "1 day ago"],
		["2026-03-07T12:00:01Z", "6 days ago"],
	])("%s is %s, with the whole time on hover and for screen readers", (isoTime, words) => {
		const html = at(isoTime);
		expect(html).toContain(`>${words}<`);
		expect(html.match(/ Mar 2026, \d\d:\d\d:\d\d UTC/g)).toHaveLength(2);
		expect(html).toContain("title=");
	});

	test.each(["2026-03-07T12:00:00Z", "2026-03-14T13:00:00Z"])(
		"%s is too far away, so it is told whole",
		(isoTime) => {
			expect(at(isoTime)).toMatch(/>\d+ Mar 2026, 1\d:00:00 UTC<\/time>$/);
		},
	);

	test("a day has the whole time on hover", () => {
		expect(renderToStaticMarkup(Time({ at: NOW, zone: "UTC", isDay: true }))).toMatch(
			/title="14 Mar 2026, 12:00:00 UTC"[^>]*>14 Mar 2026</,
		);
	});
});
