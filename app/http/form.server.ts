/** The fields that a page's form sent. Throws 415 where the body is none of a form: no page of ours sends that. */
export async function readForm(request: Request): Promise<FormData> {
	try {
		return await request.formData();
	} catch {
		throw new Response("This is not a form that a page here sends.", { status: 415 });
	}
}
