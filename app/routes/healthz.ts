/** Alive (O4): the process answers, whatever the database does. */
export const loader = (): Response =>
	new Response("ok\n", { headers: { "content-type": "text/plain; charset=utf-8" } });
