import { texts } from "../../texts/texts.ts";

/** What the fields of our forms are called. */
const FIELD_NAME = /^[a-z][\w-]{0,63}$/i;
/** More than any form of ours has. */
const FIELDS_MAX = 2000;

/**
 * The fields that a page's form sent. Two buttons stand for fields, and take their place before
 * anything is checked: "Use +1800…" for the number typed, and an entry's "Delete" for its ID and
 * version. Throws 415 where the body is none of a form, and 400 where its fields are none of ours:
 * to the parser `a[999999999]` is a list of a billion, and thousands of one name cost the square of
 * that.
 */
export async function readForm(request: Request): Promise<FormData> {
	const form = await parseForm(request);
	const names = [...form.keys()];
	if (names.length > FIELDS_MAX || !names.every((name) => FIELD_NAME.test(name)))
		throw new Response(texts.pages.shared.notAForm, { status: 400 });
	const cleaned = form.get("cleanedNumber");
	if (typeof cleaned === "string") form.set("number", cleaned);
	form.delete("cleanedNumber");
	const entry = form.get("entry");
	if (typeof entry === "string") {
		const [id = "", version = ""] = entry.split(" ");
		form.set("entryId", id);
		form.set("version", version);
		form.delete("entry");
	}
	return form;
}

async function parseForm(request: Request): Promise<FormData> {
	try {
		return await request.formData();
	} catch {
		throw new Response(texts.pages.shared.notAForm, { status: 415 });
	}
}
