import { texts } from "../../texts/texts.ts";

/** The pattern of the product's field names. */
const FIELD_NAME = /^[a-z][\w-]{0,63}$/i;
/** More fields than any form of the product has. */
const FIELDS_MAX = 2000;

/**
 * The submitted fields of a page's form. Two buttons carry field values and replace those fields
 * first: "Use +1800…" replaces the typed number, an entry's "Delete" its ID, version and row.
 * Throws 415 for a body that is not a form, and 400 for foreign fields. Without that check, the
 * parser reads `a[999999999]` as a list of a billion, and takes quadratic time for thousands of
 * fields of one name.
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
		const [id = "", version = "", place = ""] = entry.split(" ");
		form.set("entryId", id);
		form.set("version", version);
		form.set("place", place);
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
