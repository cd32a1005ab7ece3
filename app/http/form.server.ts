/**
 * The fields that a page's form sent. Two buttons stand for fields, and take their place before anything is checked: "Use +1800…" for the
 * number typed, and an entry's "Delete" for its ID and version. Throws 415 where the body is none of a form: no page of ours sends that.
 */
export async function readForm(request: Request): Promise<FormData> {
	const form = await parseForm(request);
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
		throw new Response("This is not a form that a page here sends.", { status: 415 });
	}
}
