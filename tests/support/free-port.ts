import { createServer } from "node:net";

/** A port of loopback that is free now, for a server that has to know its address beforehand. */
export const freePort = () =>
	new Promise<number>((resolve) => {
		const server = createServer().listen(0, "127.0.0.1", () => {
			const { port } = server.address() as { port: number };
			server.close(() => resolve(port));
		});
	});
