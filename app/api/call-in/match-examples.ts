import type { EndpointDescription } from "../contract/description.ts";

/** One match call for each kind of answer that a phone system must distinguish. */
export const MATCH_EXAMPLES: EndpointDescription["examples"] = [
	{
		name: "matched",
		summary: "The right code: put the call through",
		body: {
			toPhoneNumber: "+18005555554",
			fromPhoneNumber: "+14155550132",
			accessCode: "481920",
			callId: "a84b4c76e66710",
			release: true,
		},
		gives: {
			admitted: true,
			outcome: "MATCHED",
			matched: { accessCode: true, fromPhoneNumber: true, toPhoneNumber: true },
			expiresInSeconds: 24,
			request: {
				id: "0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f11",
				groupName: "auto_insurance",
				toPhoneNumber: "+18005555554",
				fromPhoneNumber: "+14155550132",
				expirationTime: 1795300000000,
				userData: { customerId: "C-1029", topic: "claim" },
				callbackServiceId: "7d1c0d7e-0b1f-4d52-8d0e-6a4f2f8f0c55",
			},
		},
	},
	{
		name: "codeRequired",
		summary: "The call has just come in: ask the caller for the code",
		body: {
			toPhoneNumber: "sip:+18005555554@carrier.example;user=phone",
			fromPhoneNumber: "+14155550132",
		},
		gives: {
			admitted: false,
			outcome: "CODE_REQUIRED",
			matched: { accessCode: false, fromPhoneNumber: true, toPhoneNumber: true },
			codeLength: 6,
		},
	},
	{
		name: "wrongCode",
		summary: "A mistyped code: ask again",
		body: { toPhoneNumber: "+18005555554", accessCode: "481 921#" },
		gives: {
			admitted: false,
			outcome: "WRONG_CODE",
			matched: { accessCode: false, fromPhoneNumber: false, toPhoneNumber: true },
			codeLength: 6,
		},
	},
];
