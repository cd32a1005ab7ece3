/**
 * A CSV file to save, named after its content. The plain name serves browsers that cannot read the
 * encoded one.
 */
export function csvDownload(text: string, name: string): Response {
	const fileName = `${name.replace(/[/\\:*?"<>|]/g, "_")}.csv`;
	const plain = fileName.replace(/[^\x20-\x7e]/g, "_").replace(/[%']/g, "_");
	const encoded = encodeURIComponent(fileName).replace(
		/['()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	return new Response(text, {
		headers: {
			"content-type": "text/csv; charset=utf-8",
			"content-disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`,
			"cache-control": "private, no-store",
		},
	});
}
