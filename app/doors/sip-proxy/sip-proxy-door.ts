import type { Door } from "../door.ts";
import { checkProxyKey, lacksProxyKey } from "./check-key.ts";
import { readProxyAsk } from "./read-ask.ts";
import { writeDecision, writeRefusal } from "./write-decision.ts";

/** SIP proxies ask by GET or form, and decide by the status code of the answer (P7). */
export const sipProxyDoor: Door = {
	methods: ["GET", "POST"],
	body: "form",
	lacks: lacksProxyKey,
	check: checkProxyKey,
	read: readProxyAsk,
	write: writeDecision,
	refuse: writeRefusal,
	tellsDecision: true,
};
