import { expect, test } from "vitest";
import {
	DEFAULT_VIEW,
	readViewChoices,
	viewChoicesText,
} from "../../../app/domain/people/view-choices.ts";

const read = (text: string) => readViewChoices(new URLSearchParams(text));

test("choices of a browser are read as they were written", () => {
	const choices = { theme: "dark", rows: 200, keys: false } as const;
	expect(read(viewChoicesText(choices))).toEqual(choices);
});

test.each(["", "theme=pink&rows=1000000&keys=maybe", "<script>"])(
	"what is no choice is the default: %s",
	(text) => {
		expect(read(text)).toEqual(DEFAULT_VIEW);
	},
);

test("a form changes what it sends, and nothing else", () => {
	const base = { theme: "dark", rows: 200, keys: false } as const;
	expect(readViewChoices(new URLSearchParams("theme=light"), base)).toEqual({
		...base,
		theme: "light",
	});
	expect(readViewChoices(new URLSearchParams("keys=on"), base).keys).toBe(true);
});
