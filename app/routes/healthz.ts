/** Liveness (O4): the process responds, whatever the state of the database. */
export const loader = (): Response =>
	new Response("ok\n", { headers: { "content-type": "text/plain; charset=utf-8" } });
