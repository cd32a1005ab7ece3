import type { Door } from "../door.ts";
import { checkPlivoSignature, plivoSignature } from "./plivo-signature.ts";
import { readPlivoWebhook } from "./read-plivo.ts";
import { PLIVO_DOCUMENT_TYPE, writePlivoResponse } from "./write-plivo.ts";

export const plivoDoor: Door = {
	methods: ["GET", "POST"],
	body: "form",
	lacks: (headers) => (plivoSignature(headers) ? null : "no-signature"),
	check: checkPlivoSignature,
	read: readPlivoWebhook,
	write: (decided) => ({
		status: 200,
		headers: { "content-type": PLIVO_DOCUMENT_TYPE },
		body: writePlivoResponse(decided),
	}),
};
