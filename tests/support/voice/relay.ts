import http from "node:http";
import type { AddressInfo } from "node:net";

/** A question of the voice prompt, and the status of the product's answer. */
export type Asked = { code: string | null; release: boolean; status: number };

export type Relay = {
	origin: string;
	/** What was asked about the calls of this caller. */
	askedFor(from: string): Asked[];
	/** From its `nth` question on, this caller's calls find no server. */
	cutOff(from: string, nth: number): void;
	stop(): void;
};

/** Stands on the way between the voice prompt, or the SIP proxy, and the product, and passes everything on. */
export async function startRelay(product: string): Promise<Relay> {
	const asked = new Map<string, Asked[]>();
	const cut = new Map<string, number>();
	const server = http.createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk);
		const body = Buffer.concat(chunks).toString();
		const form = new URLSearchParams(body);
		const said = form.get("from") ?? Buffer.from(form.get("from.hex") ?? "", "hex").toString();
		const from = /sip:([^@]*)@/.exec(said)?.[1] ?? "";
		const soFar = asked.get(from) ?? [];
		asked.set(from, soFar);
		const question = { code: form.get("code"), release: form.has("release"), status: 0 };
		soFar.push(question);
		if (soFar.length >= (cut.get(from) ?? Number.POSITIVE_INFINITY)) {
			request.socket.destroy();
			return;
		}
		const answer = await fetch(product + request.url, {
			method: "POST",
			headers: {
				"x-api-key": String(request.headers["x-api-key"]),
				"content-type": String(request.headers["content-type"]),
			},
			body,
		});
		question.status = answer.status;
		response.writeHead(answer.status, Object.fromEntries(answer.headers));
		response.end(await answer.text());
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		askedFor: (from) => asked.get(from) ?? [],
		cutOff: (from, nth) => cut.set(from, nth),
		stop() {
			server.closeAllConnections();
			server.close();
		},
	};
}
