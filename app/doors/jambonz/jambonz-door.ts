import type { Door } from "../door.ts";
import { checkJambonzSignature, jambonzSignature } from "./jambonz-signature.ts";
import { readJambonzWebhook } from "./read-jambonz.ts";
import { writeJambonzAnswer } from "./write-jambonz.ts";

/** A GET is not taken: jambonz's signature covers the body alone, and a GET has none. */
export const jambonzDoor: Door = {
	methods: ["POST"],
	body: "json",
	lacks: (headers) => (jambonzSignature(headers) ? null : "no-signature"),
	check: checkJambonzSignature,
	read: readJambonzWebhook,
	write: writeJambonzAnswer,
};
