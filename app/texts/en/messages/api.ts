import { counted, figure, quoted } from "../../wording.ts";

const either = (words: readonly string[]): string => words.join(" or ");

/** The API's error messages, by their names in the table of codes. */
const errors = {
	"body-not-json": "Send a JSON object in UTF-8 as the body.",
	/** A list of fields follows. */
	"fields-wrong": "Correct these fields:",
	"no-such-group": "There is no such group, or this API key may not use it. Check groupName.",
	"idempotency-key-wrong": "Send 1 to 255 visible ASCII characters in the header Idempotency-Key.",
	"if-match-wrong":
		"Send the ETag in the header If-Match as you received it, with its quotation marks.",
	"file-wrong":
		"Send a CSV file of DNIS and description as the body, or for all groups a JSON file as the " +
		"export has it.",
	/** What to send follows. */
	"columns-unclear": "Nothing was applied: the file does not say for certain how to read it.",
	"rows-wrong": "Nothing was applied: some rows have errors. Correct them or leave them out.",
	"json-flawed": "Send each field once in an object, and nest the body less deeply.",
	"request-unreadable": "This is not a valid HTTP request. Send a valid one.",
	"caller-number-required":
		"Send fromPhoneNumber with a number that is not withheld: calls to this group must come from " +
		"the number that the request is made for (Caller ID).",
	"key-missing": "Send an API key in the header x-api-key.",
	"key-unknown": "This API key is unknown, revoked or expired. Use another key.",
	"scope-missing": "This API key does not have the scope for this call.",
	"key-limited":
		"This API key is limited to groups and cannot create new ones. Use a key without that limit.",
	"key-network-wrong":
		"This API key may not be used from this network. Ask an Administrator to add the network.",
	"key-secret-old":
		"This secret of the API key was replaced. Use the new secret, or ask an Administrator for one.",
	"test-key-refused":
		"This is a test key: it has the call-in requests of the built-in test groups alone. " +
		"Use another key here.",
	"lock-gone": "There is no such lock or guard any more.",
	"path-unknown": "There is nothing at this path. Check the path.",
	"no-such-request": "There is no such call-in request, or this API key may not see it. Check id.",
	"group-gone": "There is no such group, or this API key may not see it. Check the ID in the path.",
	"entry-gone": "There is no such number in this group. Check the ID in the path.",
	"connection-gone":
		"There is no such connection, or this API key may not see it. Check the ID in the path.",
	"import-gone":
		"There is no such import, or this API key may not see it. Check the ID in the path.",
	"undo-impossible":
		"The import cannot be undone, because something has changed since. Change it by hand.",
	"pool-all-draining":
		"This would leave the group without a number that is not draining. Add another number " +
		"first, or lift a drain.",
	"request-ended":
		"The call-in request has ended, and its number may be another caller’s by now. " +
		"Create a new request.",
	"number-draining":
		"The number of this request is being taken out of its pool, so its time cannot be extended. " +
		"When the request ends, create a new one.",
	"method-not-allowed": "This path does not take this method.",
	"request-too-slow": "The request did not arrive in time. Send it faster.",
	"idempotency-key-reused":
		"This Idempotency-Key was used with another body. Send that body, or use another key.",
	"number-in-pool":
		"The number is already in this group. Change that entry, or use another number.",
	"number-exclusive-elsewhere":
		"The number is in a group where uniqueDnis is on. " +
		"Delete it there first, or use another number.",
	"number-not-exclusive":
		"The number is also in other groups, and uniqueDnis is on in this group. " +
		"Delete it in the other groups first, or use another number.",
	"number-shared-elsewhere":
		"Numbers of this group are also in other groups. " +
		"Delete them in one of the groups before you turn on uniqueDnis.",
	"pool-full":
		"A group has at most 10,000 numbers. Delete some numbers first, or use another group.",
	"pool-last-number":
		"This is the last number of the group, and a group needs at least one. " +
		"Add another number first, or delete the group.",
	"name-taken": "A group with this name already exists. Choose another name.",
	"number-live":
		"The number has live requests. They stay valid until they expire. " +
		"Confirm with acceptedLiveRequests to delete the number anyway.",
	"import-empty": "This would leave the group without a number. Send at least one number.",
	"connection-name-taken": "Another connection has this name. Choose another name.",
	"installation-not-ready":
		"The installation lacks a setting that this kind of connection needs. Ask its operator.",
	"number-not-available": "This is not available. Use another number, or ask an Administrator.",
	"changed-meanwhile":
		"Someone changed this after you read it, so nothing was done. Read it again, then decide.",
	"body-too-large": "The body is larger than 64 KiB. Send less.",
	"file-too-large":
		"The file is larger than 5 MiB (50 MiB for all groups), or has more than 10,000 rows or " +
		"groups. Send less.",
	"path-too-long": "The path and query are longer than 8 KiB. Send less.",
	"media-type-wrong": "Send the body with content-type: application/json, in UTF-8.",
	"media-type-not-csv": "Send the file with content-type: text/csv.",
	"expectation-unknown": "Send the header Expect with 100-continue, or leave it out.",
	"if-match-missing":
		"Send the ETag of what you read in the header If-Match, so that no other change is lost.",
	"no-number-free":
		"All numbers of this group are in use. Try again later, or add numbers to the group.",
	"no-code-free":
		"All access codes of this group's numbers are in use. Try again later, or use longer codes.",
	"too-many-requests": "This API key has used all its calls of this minute. Try again later.",
	"headers-too-large": "There are more than 100 headers, or more than 16 KiB of them. Send less.",
	unexpected: "Something unexpected happened. Report it with the corrId.",
	"database-unreachable": "The service cannot use its database. Try again in a moment.",
	"still-under-way":
		"The first call with this Idempotency-Key is still running. Try again in a moment.",
	"server-busy": "The service has no room for this call now. Try again in a moment.",
};

/** The messages in the API's envelope. */
export const api = {
	errors,
	/** Each follows its error's message. */
	details: {
		limitedFile:
			"This API key is limited to groups, and the file has all groups. Use a key without that " +
			"limit.",
		groupsWrong: "Nothing was applied: some groups have errors. Correct them in the file.",
		limitedRead:
			"This API key is limited to groups, and this is about all of them. Use a key without that " +
			"limit.",
		neededScope: ({ scopes }: { scopes: readonly string[] }): string =>
			`Use a key with the scope ${either(scopes.map((scope) => `“${scope}”`))}.`,
		allowedMethods: ({ methods }: { methods: string }): string => `Use ${methods}.`,
		meantPath: ({ path }: { path: string }): string => `Perhaps you mean ${path}.`,
		cameFrom: ({ address }: { address: string }): string => `The call came from ${address}.`,
		requestState: ({ state }: { state: string }): string => `Its state is ${state}.`,
		acceptLiveRequests: ({ liveRequests }: { liveRequests: number }): string =>
			`Confirm with acceptedLiveRequests=${liveRequests} in the query.`,
	},
	noContentEncoding: "Send the body as it is, without content-encoding.",
	nestedTooDeep: ({ limit }: { limit: number }): string =>
		`The body is nested more than ${limit} levels deep. Nest it less deeply.`,
	doubledField: ({ path }: { path: string }): string =>
		`The body has ${quoted(path)} twice. Send it once.`,
	changedBy: ({ by, at }: { by: string; at: string }): string =>
		`This was changed after you read it, by ${by} at ${at}, so nothing was done. ` +
		"Read it again, then decide.",
	connectionForAll:
		"This API key is limited to groups, so it cannot let a connection serve all groups. " +
		"Name groups in groupIds.",
	unservedGroup:
		"The connection serves no such group, or this API key may not see it. " +
		"Check the ID in the path.",
	unseenGroup: "a group that this API key may not see",

	/** Errors of a field or parameter. Each follows the field's name, or "Correct these fields:". */
	fields: {
		missing: "is missing",
		mustBeString: "must be a string",
		mustBeStringOrNumber: "must be a string or a number",
		mustBeNumberAsString: "must be a string, such as +18005555554: a JSON number would lose digits",
		mustBeObject: "must be an object",
		mustBeBoolean: "must be true or false",
		mustBeTime: "must be a time in whole milliseconds since 1970",
		cursor: "must be nextCursor of an earlier answer, unchanged, or be left out",
		requestOrCall: "requestId or callId must be given.",
		numbersOrFound: "exactly one of numbers and found must be given.",
		descriptionForDescribe: "description must be given for the action “describe”.",
		notInPool: ({ numbers, more }: { numbers: readonly string[]; more: number }): string =>
			`The group does not have ${numbers.join(", ")}` +
			`${more === 0 ? "" : ` and ${figure(more)} more`}. Leave them out.`,
		foundOthers: ({ count, found }: { count: number; found: number }): string =>
			`The search finds ${counted(found, "number")}, not ${figure(count)}. Look again, and send ` +
			"the new count.",
		auditAction: "what must be an action or an area of the audit log.",
		lockOrGuard: "exactly one of lockId, guardedNumber and guardedGroupId must be given.",
		mustNotBeEmpty: "must not be empty",
		mustBeUuid: "must be a UUID, such as 7d1c0d7e-0b1f-4d52-8d0e-6a4f2f8f0c55",
		mustBeOneOf: ({ values }: { values: readonly string[] }): string =>
			`must be one of ${values.join(", ")}`,
		mustHaveAtMost: ({ characters }: { characters: number }): string =>
			`must have at most ${figure(characters)} characters`,
		mustListSomeOf: ({ values }: { values: readonly string[] }): string =>
			`must be some of ${values.join(", ")}, separated by commas`,
		columns: ({ values }: { values: readonly string[] }): string =>
			`must list number and none but ${values.join(", ")}, separated by commas`,
		mustBeInRange: ({ min, max }: { min: number; max: number }): string =>
			`must be a whole number from ${min} to ${max}`,
		expiryWithinGroups: ({ max }: { max: number }): string =>
			`must be at most ${max}, which is the group's own expiry`,
		mustBePhoneNumber:
			"must be a phone number: international, such as +14155550132, or national with area code",
		callId: ({ limit }: { limit: number }): string =>
			`must be a string or a number of at most ${figure(limit)} characters`,
		criteria: "or fromPhoneNumber or accessCode must be given",
		userDataNotAnObject: "must be an object, or a string that holds a JSON object",
		userDataTooDeep: ({ limit }: { limit: number }): string =>
			`must not be nested more than ${figure(limit)} levels deep`,
		userDataTooLarge: ({ bytes, limit }: { bytes: number; limit: number }): string =>
			`has ${figure(bytes)} bytes as JSON, and at most ${figure(limit)} are allowed`,
		noQuery: "this call takes no query.",
		queryKnows: ({ names }: { names: readonly string[] }): string =>
			`the query takes only ${names.join(", ")}.`,
		twiceInQuery: ({ name }: { name: string }): string => `${name} is in the query twice.`,
		numberOrDescription: "number, description or drain must be given.",
		groupsUnknown: ({ ids }: { ids: readonly string[] }): string =>
			`names groups that do not exist or that this API key may not use: ${ids.join(", ")}`,
		groupsAndAll: "must be left out if limitedToGroups is false",
		groupsNeeded: "must name at least one group",
		mustBeListOfIds: "must be a list of UUIDs",
		mustBeListOfStrings: "must be a list of strings",
		secretIsMade: "must be left out: the service makes the secret of this kind",
		mustNotBeBoth: "or secondTarget, fallback or language must be given",
		atLeastOne: ({ names }: { names: readonly string[] }): string =>
			`at least one of ${names.join(", ")} must be given.`,
	},

	/** What a file of numbers does not say. */
	columns: {
		unclear: ({ unclear }: { unclear: readonly string[] }): string =>
			`Send ${unclear.join(", ")} in the query.`,
		missing: ({ parameter }: { parameter: string }): string =>
			`The file has no such column, or several: send ${parameter} in the query as a position.`,
		separator: ({ separator }: { separator: string }): string =>
			`The values seem to be separated by ${separator}: separator=${separator}.`,
		columns: ({ names }: { names: readonly (string | undefined)[] }): string =>
			`The columns are ${names
				.map((name, index) => `${index + 1}${name === undefined ? "" : ` ${quoted(name)}`}`)
				.join(", ")}. dryRun=true shows their first values.`,
	},

	rowsInError: {
		line: ({ line, messages }: { line: number; messages: readonly string[] }): string =>
			`Line ${line}: ${messages.join(" ")}`,
		more: ({ rows }: { rows: number }): string =>
			`${counted(rows, "more row has errors", "more rows have errors")}; dryRun=true shows all.`,
	},

	/** Of the key that a call brings. */
	keyWarnings: {
		expires: ({ at }: { at: string }): string =>
			`This API key expires at ${at}. Ask an Administrator to let it live longer.`,
		oldSecret: ({ at }: { at: string }): string =>
			`This secret was replaced, and stops working at ${at}. Use the new secret.`,
		noGroupLeft: "None of the key’s groups is left, so it can do nothing.",
	},

	/** The developer console. */
	console: {
		fieldMissing: ({ name }: { name: string }): string => `Enter ${name}.`,
		headerCharacters: "Use only visible ASCII characters and spaces in a header.",
		noNul: "Remove the NUL character: it cannot be sent from here.",
	},
};
