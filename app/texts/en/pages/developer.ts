import { figure } from "../../wording.ts";
import { woven } from "../../woven.ts";

/** The developer pages: API reference and console. */
export const developer = {
	title: "Developer",
	tabs: {
		label: "Developer pages",
		reference: "API reference",
		console: "Console",
		caller: "Caller simulation",
		clients: "Clients",
	},

	reference: {
		tabTitle: "API reference – Developer",
		contents: "Endpoints",
		search: "Search the reference",
		nothingFound: ({ q }: { q: string }) =>
			`Nothing about “${q}”. Search for a part of a path, a field, a word or an error’s code.`,
		/** Languages of the code beside each endpoint. */
		languages: { curl: "curl", node: "Node", python: "Python" },
		/** Follows a language, for screen readers. */
		codeWhich: ({ summary }: { summary: string }) => `: ${summary}`,
		call: "The call, with the key in the variable KEY",
		everyCall: "Every call",
		callHeaders: "Headers of a call",
		answerHeaders: "Headers of an answer",
		errors: "Errors",
		errorStatus: ({ status, name }: { status: number; name: string }) => `${status}, ${name}`,
		tryIt: "Try it",
		/** Follows "Try it", for screen readers. */
		tryWhich: ({ summary }: { summary: string }) => ` in the console: ${summary}`,
		scope: <T>({ scopes }: { scopes: T }) => woven`Scope: ${scopes}`,
		/** Alternative scopes (one is enough), as marked text. */
		oneOfScopes: ({ scopes }: { scopes: string[] }) =>
			scopes.map((scope) => `\`${scope}\``).join(" or "),
		inPath: "In the path",
		inQuery: "In the query",
		headers: "Headers",
		body: ({ type }: { type: string }) => `Body: ${type}`,
		answer: ({ status, type }: { status: string; type: string }) => `Answer ${status}: ${type}`,
		answerInData: ({ status, type }: { status: string; type: string }) =>
			`Answer ${status}: ${type}, in data`,
		errorsLead: "Errors:",
		example: ({ summary }: { summary: string }) => `Example: ${summary}`,
		sends: "Sends",
		gets: "Gets",
		optional: "optional",
		required: "required",
		suchAs: <T>({ example }: { example: T }) => woven`; such as ${example}`,
	},

	console: {
		tabTitle: "Console – Developer",
		noSuchEndpoint: "There is no such endpoint. Choose one from the list on the page “Console”.",
		endpoint: "Endpoint",
		withMethod: ({ summary, method }: { summary: string; method: string }) =>
			`${summary} (${method})`,
		choose: "Choose",
		reference: "Parameters and answers",
		examples: "Examples:",
		refused: "Not sent. Please check:",
		key: "API key",
		keyHint: <T>({ scopes }: { scopes: T }) =>
			woven`A key with the scope ${scopes}. `.concat(
				"It is used for this call only and is not stored. Paste it again for the next call.",
			),
		makeKey: "Create an API key",
		parameter: ({ place, isRequired }: { place: string; isRequired: boolean }) =>
			isRequired ? place : `${place}, optional`,
		body: "Body",
		send: "Send",
		nothingSent: "Nothing sent yet",
		nothingSentHint:
			"What you send is a real call. It reserves, matches and changes data like any other call " +
			"with this key.",
		duration: ({ milliseconds }: { milliseconds: number }) => `in ${figure(milliseconds)} ms`,
		answerBody: "Answer",
		elsewhere: "The same call elsewhere",
		keyHintElsewhere: <T>({ variable, command }: { variable: T; command: T }) =>
			woven`${variable} is an environment variable. Run ${command}, paste the key, and export it.`,
		next: "Use this ID next:",
	},
};
