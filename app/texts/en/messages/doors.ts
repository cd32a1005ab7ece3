/** Plain answers to phone systems whose webhook is not taken for a call. */
export const doors = {
	unknown: "There is no connection at this address.",
	wrongMethod: "Use POST.",
	wrongContentType: {
		form: "Send a form: application/x-www-form-urlencoded, in UTF-8.",
		json: "Send JSON: application/json, in UTF-8.",
	},
	tooLarge: "The message is too large.",
	tooSlow: "The message came too slowly.",
	unreadable: "The message cannot be read.",
	wrongKey: "The key is missing or wrong.",
	wrongSignature: "The signature is missing, wrong or too old.",
	cannotCheck: "No message can be taken at the moment. The page of the connection says why.",
	away: "Not available at the moment. Try again.",
};
