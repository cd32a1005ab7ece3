import fc from "fast-check";

const deep = (levels: number) => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);

/** Texts known to break programs. */
export const HOSTILE_TEXTS = [
	...[
		"",
		" ",
		"\0",
		"a\0b",
		"\ud800",
		"a\udfffb",
		"\u202e",
		"\ufeff",
		"\u2028",
		"e\u0301",
		"ﷺ",
		"👩‍👩‍👧",
		"İ",
		"ﬀ",
	],
	...[
		"'; drop table groups; --",
		"<script>alert(1)</script>",
		"../../etc/passwd",
		"%00",
		"%zz",
		"\r\nset-cookie: a=b",
		"=1+1",
	],
	...[
		"null",
		"undefined",
		"NaN",
		"true",
		"{}",
		"[]",
		"0",
		"-1",
		"1e999",
		"__proto__",
		"constructor",
		"toString",
	],
	...["x".repeat(65), "x".repeat(300), "9".repeat(40), "ab ".repeat(2000)],
];

/** Values of all kinds, in place of an expected type. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
	{ weight: 4, arbitrary: fc.constantFrom<unknown>(...HOSTILE_TEXTS) },
	fc.constantFrom<unknown>(
		0,
		-0,
		-1,
		1.5,
		1e308,
		5e-324,
		2 ** 31,
		2 ** 53,
		true,
		false,
		null,
		[],
		{},
		[[]],
		[null],
	),
	fc.constantFrom<unknown>(
		deep(60),
		deep(700),
		{ a: { a: { a: {} } } },
		Array(500).fill(0),
		JSON.parse('{"__proto__":{"admin":true}}'),
	),
	fc.jsonValue(),
);

/** Damage to a valid body, which may make it invalid. */
export type Damage =
	| { how: "drop" | "null"; at: number }
	| { how: "set"; at: number; value: unknown }
	| { how: "add"; name: string; value: unknown }
	| { how: "replace"; value: unknown }
	| { how: "cut"; at: number }
	| { how: "double"; at: number }
	| { how: "bytes" | "bom" | "pad" | "empty" };

export const DAMAGES: Damage["how"][] = [
	"drop",
	"null",
	"set",
	"add",
	"replace",
	"cut",
	"double",
	"bytes",
	"bom",
	"pad",
	"empty",
];

const at = fc.nat(50);
export const damage: fc.Arbitrary<Damage> = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.record({ how: fc.constantFrom("drop" as const, "null" as const), at }),
	},
	{
		weight: 8,
		arbitrary: fc.record({ how: fc.constant("set" as const), at, value: hostileValue }),
	},
	fc.record({
		how: fc.constant("add" as const),
		name: fc.constantFrom(...HOSTILE_TEXTS),
		value: hostileValue,
	}),
	fc.record({ how: fc.constant("replace" as const), value: hostileValue }),
	fc.record({ how: fc.constantFrom("cut" as const, "double" as const), at }),
	fc.record({
		how: fc.constantFrom("bytes" as const, "bom" as const, "pad" as const, "empty" as const),
	}),
);

const utf8 = new TextEncoder();

/** The bytes of a damaged JSON object. */
export function damagedBody(body: Record<string, unknown>, done: Damage): Uint8Array {
	const entries = Object.entries(body);
	const target = "at" in done ? done.at % Math.max(1, entries.length) : -1;
	const changed = (value: unknown) =>
		write(entries.map(([name, was], index) => [name, index === target ? value : was]));
	const text = write(entries);
	switch (done.how) {
		case "drop":
			return utf8.encode(write(entries.filter((_, index) => index !== target)));
		case "null":
			return utf8.encode(changed(null));
		case "set":
			return utf8.encode(changed(done.value));
		case "add":
			return utf8.encode(write([...entries, [done.name, done.value]]));
		case "replace":
			return utf8.encode(JSON.stringify(done.value));
		case "cut":
			return utf8.encode(text.slice(0, Math.max(1, text.length - 1 - done.at)));
		case "double":
			return utf8.encode(write([...entries, entries[target] ?? ["a", 1]]));
		case "bytes":
			return Uint8Array.of(
				...utf8.encode(text.slice(0, -1)),
				0x2c,
				0x22,
				0xff,
				0xc0,
				0x22,
				0x3a,
				0x31,
				0x7d,
			);
		case "bom":
			return Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8.encode(text));
		case "pad":
			return utf8.encode(write([...entries, ["padding", "x".repeat(70_000)]]));
		case "empty":
			return new Uint8Array();
	}
}

/** Written by hand, so that a name may appear twice and `__proto__` is an ordinary name. */
const write = (entries: [string, unknown][]): string =>
	`{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",")}}`;
