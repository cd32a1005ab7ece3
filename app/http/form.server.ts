/**
 * Reads a posted form. Two buttons stand for fields, and take their place before anything is checked: "Use +1800…" for the number typed,
 * and an entry's "Delete" for its ID and version.
 */
export async function readForm(request: Request): Promise<FormData> {
	const form = await request.formData();
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
