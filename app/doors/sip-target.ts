import type { AgentHeader } from "../domain/conversation/agent-headers.ts";

/**
 * A SIP address with headers in its query: `sip:…?X-Name=value&…`. The phone system decodes each
 * value once, and sends what is left: percent-encoded text (P3).
 */
export function sipTarget(address: string, headers: readonly AgentHeader[]): string {
	if (headers.length === 0) return address;
	const query = headers.map(({ name, value }) => `${name}=${value.replaceAll("%", "%25")}`);
	return `${address}?${query.join("&")}`;
}
