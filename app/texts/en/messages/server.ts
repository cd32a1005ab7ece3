/** The server's plain-text replies, outside the pages. */
export const server = {
	methodUnknown: "This server does not know this method. Use GET, HEAD or POST.",
	addressInvalid: "This is not a valid address. Check it.",
	optionsNotAllowed: "This page does not answer OPTIONS. Use GET, HEAD or POST.",
	readOnly: "This page can only be read. Use GET or HEAD.",
	pageBodyTooLarge: "This is larger than 1 MiB, the most that the page takes. Send less.",
	tooSlow: "This did not arrive in time. Try again.",
	tooManyPages: "The server is busy. Try again in a moment.",
	crossSite: "This form was sent from another site. Open the page here, and try again.",
	crossSiteAt: ({ address }: { address: string }): string =>
		`This form was not sent from ${address}. Open that address, and try again.`,
	openAddress: "Open the address",
	requestInvalid: "This is not a valid HTTP request. Send a valid one.",
	addressTooLong: "This address is too long. Use a shorter one.",
	expectationUnknown: "This server knows no such expectation. Leave out the header Expect.",
	headersTooLarge: "The headers are too many or too long. Send fewer or shorter headers.",
	noRoom: "The server has no room for this now. Try again in a moment.",
	tooManyPasswords:
		"The server is checking too many passwords. Nothing was changed: try again in a moment.",
	outOfResources:
		"This server has run out of disk space, memory or file handles. " +
		"Try again later, and tell your operator.",
	metrics: {
		onlyGet: "Read the metrics with GET.",
		tokenNotSet: "To read the metrics, set METRICS_TOKEN and send it as a bearer token.",
		tokenWrong: "Send METRICS_TOKEN as a bearer token.",
	},
};
