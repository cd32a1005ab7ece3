// Baseline A: no key check, no validation, no codes; one statement a request. Prints its port.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import postgres from "postgres";
import { TEXTBOOK_STATEMENT } from "./textbook.ts";

const KEY_ID = randomUUID();
// As many connections as our server has by default.
const client = postgres(process.env.DATABASE_URL as string, { max: 10 });

const server = createServer((request, response) => {
	let text = "";
	request.on("data", (chunk) => {
		text += chunk;
	});
	request.on("end", async () => {
		const { groupName, fromPhoneNumber, userData } = JSON.parse(text);
		const id = randomUUID();
		const params = [id, groupName, fromPhoneNumber, JSON.stringify(userData), KEY_ID, randomUUID()];
		const [row] = await client.unsafe(TEXTBOOK_STATEMENT, params, { prepare: true });
		const body = JSON.stringify(
			row ? { id, toPhoneNumber: row.to_number, expirationTime: row.expires_ms } : {},
		);
		response.writeHead(row ? 200 : 429, {
			"content-type": "application/json",
			"content-length": Buffer.byteLength(body),
		});
		response.end(body);
	});
});
server.keepAliveTimeout = 65_000;
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
