import { z } from "zod";
import type { Place } from "../../domain/records/record-view.ts";
import { texts } from "../../texts/texts.ts";
import { FIELD_CODES } from "./field-error.ts";

const words = texts.messages.api.fields;

/** The end of the year 9999: later years are written with more digits, which no database reads. */
const LATEST_MS = 253_402_300_799_999;
export const PAGE_SIZE_MAX = 200;
export const PAGE_SIZE_DEFAULT = 50;

const CURSOR = /^([0-9a-z]{1,11})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The cursor of the page after a record, opaque to clients: its time and ID. */
export const cursorAfter = ({ at, id }: { at: Date; id: string }): string =>
	Buffer.from(`${at.getTime().toString(36)}.${id}`).toString("base64url");

function readCursor(text: string): Place {
	const [, at, id] = CURSOR.exec(Buffer.from(text, "base64url").toString("latin1")) ?? [];
	const ms = at === undefined ? Number.NaN : Number.parseInt(at, 36);
	return id === undefined || !(ms <= LATEST_MS) ? null : { way: "after", at: new Date(ms), id };
}

/** The place in a list, and the size of a page, in a body. */
export const cursorFields = {
	cursor: z
		.string(words.mustBeString)
		.transform((text, context): Place => {
			const place = readCursor(text);
			if (place !== null) return place;
			const params = { code: FIELD_CODES.wrongFormat };
			context.addIssue({ code: "custom", message: words.cursor, params });
			return z.NEVER;
		})
		.nullish()
		.meta({
			description:
				"`nextCursor` of the page before, unchanged, for the next page. Send the same filter " +
				"with it. Without it, the list begins at its newest entry.",
		}),
	pageSize: z
		.int(words.mustBeInRange({ min: 1, max: PAGE_SIZE_MAX }))
		.min(1, words.mustBeInRange({ min: 1, max: PAGE_SIZE_MAX }))
		.max(PAGE_SIZE_MAX, words.mustBeInRange({ min: 1, max: PAGE_SIZE_MAX }))
		.nullish()
		// In words only: some generators make a field with `default` a required one.
		.meta({ description: `How many entries a page has at most. Default ${PAGE_SIZE_DEFAULT}.` }),
};

/** In an answer: where the next page begins. */
export const nextCursor = z.string().optional().meta({
	description: "The cursor of the next page. Absent on the last one.",
});

/** A time in a body, in milliseconds since 1970. */
export const timeField = (description: string) =>
	z
		.int(words.mustBeTime)
		.min(0, words.mustBeTime)
		.max(LATEST_MS, words.mustBeTime)
		.transform((ms) => new Date(ms))
		.nullish()
		.meta({ description, "x-unit": "milliseconds since 1970" });
