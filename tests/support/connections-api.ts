import { expect } from "vitest";
import { ERRORS } from "../../app/api/contract/error-codes.ts";
import type { ApiReply } from "./api-ways.ts";
import {
	CONNECTIONS,
	openProvisioningSite,
	type ProvisioningSite,
	type Sent,
} from "./provisioning.ts";

export const PUBLIC_URL = "https://calls.example.com";
/** A secret of each kind whose platform has one. */
export const SECRETS: Record<string, string> = {
	twilio: "auth-token-of-a-test-0123456789",
	signalwire: "signing-key-of-a-test-0123456789",
	"telnyx-texml": `${"A".repeat(43)}=`,
	plivo: "auth-token-of-a-test-0123456789",
	vonage: "signature-secret-of-a-test-0123456789",
	jambonz: "wh_secret-of-a-test-0123456789",
};
export const UNKNOWN = "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11";

/** A server with what every kind of connection needs, and calls to the connections of its API. */
export type ConnectionsSite = ProvisioningSite & {
	/** A call to `path` below the connections' path. */
	ask(path: string, sent?: Sent): Promise<ApiReply>;
	/** Creates a SIP proxy's connection, or another one. Returns its data. */
	// biome-ignore lint/suspicious/noExplicitAny: what comes back is looked into field by field
	make(body?: object, key?: string): Promise<any>;
	/** Changes a connection at the version that its ETag names. */
	change(path: string, method: string, match: string, body?: object): Promise<ApiReply>;
	/** What a proxy's question with this key gets: the status, and the first line. */
	asProxy(id: string, key: string): Promise<number>;
	audit(id: string): Promise<{ action: string; kind: string; actor: string; all: string }[]>;
};

export async function openConnectionsSite(): Promise<ConnectionsSite> {
	const site = await openProvisioningSite({ PUBLIC_URL, SECRETS_KEY: "k".repeat(44) });
	let made = 0;
	const ask: ConnectionsSite["ask"] = (path, sent = {}) =>
		site.call(path, { at: CONNECTIONS, ...sent });
	return {
		...site,
		ask,
		async make(body = {}, key = "all") {
			made += 1;
			const answer = await ask("", {
				key,
				body: { name: `Connection ${made}`, kind: "sip-proxy", ...body },
			});
			expect(answer).toMatchObject({ status: 200 });
			return answer.body.data;
		},
		change: (path, method, match, body) =>
			ask(path, { method, match, ...(body === undefined ? {} : { body }) }),
		async asProxy(id, key) {
			const answer = await fetch(
				`${site.server.origin}/phone-systems/${id}?dialed=%2B18005559999&from=%2B14155550132`,
				{ headers: { "x-api-key": key } },
			);
			await answer.text();
			return answer.status;
		},
		audit: (id) =>
			site.database.query(
				`select action, actor_kind as kind, actor_name as actor, e::text as all
				from audit_entries e where subject_id = $1 order by at, id`,
				[id],
			),
	};
}

/** A failure of the table of errors, whose message says something. */
export const failure = (error: keyof typeof ERRORS, says: RegExp = /./) => ({
	status: ERRORS[error].status,
	body: { status: { code: ERRORS[error].code, message: expect.stringMatching(says) } },
});
