/**
 * The one table of what can go wrong (C2): the stable number of each, its HTTP status, and what to
 * do about it. The first three digits of a number are the status. A number is never given a second
 * meaning. 0 is success.
 */
export const ERRORS = {
	"body-not-json": {
		code: 40001,
		status: 400,
		message: "The body must be a JSON object in UTF-8.",
	},
	"fields-wrong": { code: 40002, status: 400, message: "Correct these fields:" },
	"no-such-group": {
		code: 40003,
		status: 400,
		message: "There is no such group, or this API key may not use it. Check groupName.",
	},
	"idempotency-key-wrong": {
		code: 40004,
		status: 400,
		message: "Send 1 to 255 visible ASCII characters in the header Idempotency-Key.",
	},
	"if-match-wrong": {
		code: 40005,
		status: 400,
		message: "Send the ETag in the header If-Match as it came, quotation marks included.",
	},
	"file-wrong": {
		code: 40006,
		status: 400,
		message: "The body is no CSV file of DNIS and description.",
	},
	"rows-wrong": {
		code: 40007,
		status: 400,
		message: "Nothing was applied: there are rows in error. Correct them or leave them out first.",
	},
	"json-flawed": {
		code: 40008,
		status: 400,
		message: "The body has a field twice in one object, or is nested too deep.",
	},
	"request-unreadable": { code: 40009, status: 400, message: "This is not a valid HTTP request." },
	"key-missing": { code: 40101, status: 401, message: "Send an API key in the header x-api-key." },
	"key-unknown": {
		code: 40102,
		status: 401,
		message: "This API key is unknown or revoked. Use another one.",
	},
	"scope-missing": {
		code: 40301,
		status: 403,
		message: "This API key lacks the scope for this call. It needs",
	},
	"key-limited": {
		code: 40302,
		status: 403,
		message:
			"This API key is limited to groups, and a new group would be none of them. Use a key without this limit.",
	},
	"path-unknown": {
		code: 40401,
		status: 404,
		message: "There is nothing at this path. Check the address.",
	},
	"no-such-request": {
		code: 40402,
		status: 404,
		message: "There is no such call-in request, or this API key may not see it. Check id.",
	},
	"group-gone": {
		code: 40403,
		status: 404,
		message: "There is no such group, or this API key may not see it. Check the ID in the path.",
	},
	"entry-gone": {
		code: 40404,
		status: 404,
		message: "There is no such number in this group. Check the ID in the path.",
	},
	"method-not-allowed": {
		code: 40501,
		status: 405,
		message: "This method is not allowed here. Use",
	},
	"request-too-slow": {
		code: 40801,
		status: 408,
		message: "The request did not arrive in time. Send it again, faster.",
	},
	"idempotency-key-reused": {
		code: 40901,
		status: 409,
		message:
			"This Idempotency-Key was used for another body. Send the same body again, or use another key.",
	},
	"number-in-pool": {
		code: 40902,
		status: 409,
		message: "The number is already in this group. Change that entry, or use another number.",
	},
	"number-exclusive-elsewhere": {
		code: 40903,
		status: 409,
		message:
			"The number belongs to a group with unique DNIS. Delete it there first, or use another number.",
	},
	"number-not-exclusive": {
		code: 40904,
		status: 409,
		message:
			"The number also stands in other groups, and this one has unique DNIS. Delete it there first, or use another number.",
	},
	"number-shared-elsewhere": {
		code: 40905,
		status: 409,
		message:
			"Numbers of this group also stand in other groups, so that unique DNIS cannot be switched on. Delete them in one of the groups first.",
	},
	"pool-full": {
		code: 40906,
		status: 409,
		message: "A group has at most 10,000 numbers. Delete some, or use another group.",
	},
	"pool-last-number": {
		code: 40907,
		status: 409,
		message:
			"This is the last number of the group, and a group needs at least one. Add another first, or delete the group.",
	},
	"name-taken": {
		code: 40908,
		status: 409,
		message: "There is a group with this name already. Choose another name.",
	},
	"number-live": {
		code: 40909,
		status: 409,
		message:
			"The number has live requests. They stay valid until they expire. Confirm with acceptedLiveRequests to delete it all the same.",
	},
	"import-empty": {
		code: 40910,
		status: 409,
		message: "This would leave the group without a number, and a group needs at least one.",
	},
	"number-not-available": {
		code: 40911,
		status: 409,
		message: "This is not available. Use another number, or ask an Administrator.",
	},
	"changed-meanwhile": {
		code: 41201,
		status: 412,
		message: "This was changed meanwhile, so nothing was done. Read it again, and decide.",
	},
	"body-too-large": {
		code: 41301,
		status: 413,
		message: "The body is larger than 64 KiB. Send less.",
	},
	"file-too-large": {
		code: 41302,
		status: 413,
		message: "The file is larger than 5 MiB, or has more than 10,000 rows. Send less.",
	},
	"path-too-long": {
		code: 41401,
		status: 414,
		message: "The path and query have more than 8 KiB. Send less.",
	},
	"media-type-wrong": {
		code: 41501,
		status: 415,
		message: "Send the body with content-type: application/json, in UTF-8.",
	},
	"media-type-not-csv": {
		code: 41502,
		status: 415,
		message: "Send the file with content-type: text/csv.",
	},
	"if-match-missing": {
		code: 42801,
		status: 428,
		message:
			"Send the ETag of what you have read in the header If-Match, so that nobody's change is lost.",
	},
	"no-number-free": {
		code: 42901,
		status: 429,
		message: "All numbers of this group are in use. Try again later, or add numbers to the group.",
	},
	"no-code-free": {
		code: 42902,
		status: 429,
		message:
			"All access codes of this group's numbers are in use. Try again later, or use longer codes.",
	},
	"too-many-requests": {
		code: 42903,
		status: 429,
		message: "This API key has made its calls of this minute. Try again later.",
	},
	"headers-too-large": {
		code: 43101,
		status: 431,
		message: "There are more than 100 headers, or more than 16 KiB of them. Send less.",
	},
	unexpected: {
		code: 50001,
		status: 500,
		message: "Something unexpected happened. Report it with the corrId.",
	},
	"database-unreachable": {
		code: 50301,
		status: 503,
		message: "The service cannot use its database. Try again shortly.",
	},
	"still-under-way": {
		code: 50302,
		status: 503,
		message: "The first call with this key is still under way. Try again shortly.",
	},
	"server-busy": {
		code: 50304,
		status: 503,
		message: "The service has no room for this call now. Try again shortly.",
	},
} as const satisfies Record<string, { code: number; status: number; message: string }>;

export type ApiErrorName = keyof typeof ERRORS;

/**
 * A failure: its entry in the table, what its message ends with, a message that says more in place
 * of the table's, `Retry-After` in whole seconds.
 */
export type ApiFailure = {
	error: ApiErrorName;
	detail?: string;
	message?: string;
	retryAfterSeconds?: number;
	allow?: string;
};

export const SUCCESS = { code: 0, message: "Successful" } as const;
