import type { AgentHeader } from "./agent-headers.ts";
import type { DataCarrier } from "./header-forms.ts";

/** What travels, as the agent's system gets it: lines of headers, or one text (P3). */
export function arrivingHeaders(carrier: DataCarrier, headers: readonly AgentHeader[]): string {
	const query = headers.map(({ name, value }) => `${name}=${value}`).join("&");
	switch (carrier) {
		case "sip-headers":
		case "json-headers":
			return headers.map(({ name, value }) => `${name}: ${value}`).join("\n");
		case "vonage-headers":
			return headers.map(({ name, value }) => `X-${name}: ${value}`).join("\n");
		case "plivo-headers":
			return headers.map(({ name, value }) => `X-PH-${name}: ${value}`).join("\n");
		case "user-to-user":
			return `User-to-User: ${btoa(query)};encoding=base64`;
		case "aai":
			return query;
	}
}
