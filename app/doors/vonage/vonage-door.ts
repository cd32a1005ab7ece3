import type { Door } from "../door.ts";
import { readVonageWebhook } from "./read-vonage.ts";
import { checkVonageSignature, vonageToken } from "./vonage-signature.ts";
import { writeVonageAnswer } from "./write-vonage.ts";

/** A GET is not taken: Vonage's signature covers the body alone, and a GET has none. */
export const vonageDoor: Door = {
	methods: ["POST"],
	body: "json",
	lacks: (headers) => (vonageToken(headers) === undefined ? "no-signature" : null),
	check: checkVonageSignature,
	read: readVonageWebhook,
	write: writeVonageAnswer,
};
