import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loginPath, nextPath } from "../../../app/http/pages/next-path.server.ts";
import { isCrossSite } from "../../../app/http/server/cross-site.server.ts";

const HERE = "http://calls.example:3000";
const asked = (headers: Record<string, string>, method = "POST", url = `${HERE}/login`) =>
	new Request(url, { method, headers });

describe("a change that another site asks for (R2)", () => {
	test.each([
		[{ "sec-fetch-site": "same-origin" }, false],
		[{ "sec-fetch-site": "none" }, false],
		[{ "sec-fetch-site": "same-site" }, true],
		[{ "sec-fetch-site": "cross-site" }, true],
		[{ "sec-fetch-site": "cross-site", origin: HERE }, true],
		[{ "sec-fetch-site": "same-origin", origin: "https://behind-a-proxy.example" }, false],
		[{ origin: HERE }, false],
		[{ origin: "http://calls.example" }, true],
		[{ origin: "http://calls.example.evil.example:3000" }, true],
		[{ origin: "null" }, true],
		[{ origin: "" }, true],
		[{ origin: "nonsense" }, true],
		[{}, false],
	])("%j: refused is %s", (headers, refused) => {
		expect(isCrossSite(asked(headers))).toBe(refused);
	});

	test("is any method but GET and HEAD", () => {
		for (const method of ["PUT", "PATCH", "DELETE"])
			expect(isCrossSite(asked({ origin: "http://evil.example" }, method))).toBe(true);
		for (const method of ["GET", "HEAD"])
			expect(isCrossSite(asked({ origin: "http://evil.example" }, method))).toBe(false);
	});

	test("by HTTP is one on a page of HTTPS, which anybody on the line can write", () => {
		expect(
			isCrossSite(asked({ origin: "http://calls.example" }, "POST", "https://calls.example/login")),
		).toBe(true);
		expect(
			isCrossSite(
				asked({ origin: "https://calls.example" }, "POST", "https://calls.example/login"),
			),
		).toBe(false);
	});

	test("is none from PUBLIC_URL, whatever host a proxy asks for", () => {
		const at = (origin: string) => isCrossSite(asked({ origin }), "https://public.example");
		expect(
			["https://public.example", HERE, "http://public.example", "https://public.example:444"].map(
				at,
			),
		).toEqual([false, false, true, true]);
	});

	test("may come by HTTPS at a proxy that does not say so: then the scheme is not compared", () => {
		expect(
			isCrossSite(asked({ origin: "https://calls.example" }, "POST", "http://calls.example/login")),
		).toBe(false);
	});
});

describe("the page to go on to after signing in", () => {
	test.each([
		"/",
		"/call-in?state=active&from=1#top",
		"/tools/click-to-call-in/new",
		"/a//b",
		"/%5Cevil",
		"/?next=http://evil.example",
	])("is %j, a path of this server", (path) => {
		expect(nextPath(path)).toBe(path);
	});

	test.each([
		["nothing", null],
		["an empty text", ""],
		["a scheme", "https://evil.example/"],
		["a script", "javascript:alert(1)"],
		["two slashes", "//evil.example"],
		["a backslash", "/\\evil.example"],
		["a backslash further on", "/a/..\\\\evil.example"],
		["a tab, which browsers drop", "/\t/evil.example"],
		["a line break", "/\n/evil.example"],
		["dots that leave two slashes", "/.//evil.example"],
		["dots that go up to two slashes", "/a/..//evil.example"],
		["a relative path", "evil.example"],
		["a space before", " //evil.example"],
		["sign-in itself", "/login?next=/login"],
		["sign-out", "/logout"],
		["the home page", "/"],
	])("is home for %s", (_what, wanted) => {
		expect(nextPath(wanted)).toBe("/");
		expect(nextPath(wanted, "/call-in")).toBe("/call-in");
	});

	test("is never on another origin, whatever was asked for", () => {
		const piece = fc.constantFrom(
			"/",
			"\\",
			".",
			"..",
			":",
			"@",
			"\t",
			"\n",
			"%2f",
			"%5c",
			"?",
			"#",
			"evil.example",
			"http:",
			" ",
			"\u0000",
			"／",
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
				const path = nextPath(pieces.join(""));
				expect(path).toMatch(/^\//);
				expect(new URL(path, HERE).origin).toBe(HERE);
			}),
			{ numRuns: 2000 },
		);
	});

	test("is the page that was asked for, and for a refused form the page that it was on", () => {
		expect(loginPath(new Request(`${HERE}/call-in?q=1&r=%26`))).toBe(
			`/login?next=${encodeURIComponent("/call-in?q=1&r=%26")}`,
		);
		expect(loginPath(new Request(`${HERE}/`))).toBe("/login");
		expect(loginPath(asked({ referer: `${HERE}/call-in?q=1` }))).toBe(
			"/login?next=%2Fcall-in%3Fq%3D1",
		);
		expect(loginPath(asked({}))).toBe("/login");
		expect(loginPath(asked({ referer: "nonsense" }))).toBe("/login");
	});
});
