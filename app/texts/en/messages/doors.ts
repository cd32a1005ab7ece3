/** Plain answers to phone systems whose webhook is not taken for a call. */
export const doors = {
	unknown: "There is no connection at this address.",
	wrongMethod: "Use another HTTP method.",
	wrongContentType: "Send a form: application/x-www-form-urlencoded, in UTF-8.",
	tooLarge: "The form is too large.",
	tooSlow: "The form came too slowly.",
	unreadable: "The form cannot be read.",
	wrongKey: "The key is missing or wrong.",
	wrongSignature: "The signature is missing, wrong or too old.",
	cannotCheck: "No signature can be checked at the moment. The page of the connection says why.",
	away: "Not available at the moment. Try again.",
};
