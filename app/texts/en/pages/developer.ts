import { figure } from "../../wording.ts";
import { woven } from "../../woven.ts";

type At = { origin: string };

/** The developer pages: API reference, console and clients. */
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
		search: "Search calls",
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

	/** How to use each client of the API. */
	guide: {
		tabTitle: "Clients – Developer",
		lead:
			"Each of these is held against the running product before a release. The key is in the " +
			"variable KEY. Try them with a test key first: it has nothing live.",
		command: "Command",
		code: "Code",
		description: "The API’s description: /openapi.json",

		typescript: {
			heading: "TypeScript, without dependencies",
			about:
				"Copy the folder clients/typescript of the product’s repository into your project. It " +
				"needs Node 20 or newer. A failure is an error with its code and the fields at fault.",
			code: ({ origin }: At) =>
				[
					'import { CallInError, createClient } from "./client.ts";',
					"",
					"const callIn = createClient({",
					`  origin: "${origin}",`,
					'  apiKey: process.env.KEY ?? "",',
					"});",
					"try {",
					"  const request = await callIn.createCallInRequest({",
					"    body: {",
					'      groupName: "test_codes",',
					'      fromPhoneNumber: "+14155550132",',
					"    },",
					"  });",
					"  console.log(request.toPhoneNumber, request.accessCode);",
					"} catch (error) {",
					"  if (error instanceof CallInError)",
					"    console.error(error.code, error.errors);",
					"}",
				].join("\n"),
		},

		openapiFetch: {
			heading: "openapi-typescript with openapi-fetch",
			about: "Types from the description, and a small fetch client that knows them.",
			command: ({ origin }: At) =>
				`npx openapi-typescript ${origin}/openapi.json -o schema.d.ts\nnpm install openapi-fetch`,
			code: ({ origin }: At) =>
				[
					'import createClient from "openapi-fetch";',
					'import type { paths } from "./schema.d.ts";',
					"",
					"const api = createClient<paths>({",
					`  baseUrl: "${origin}/engagement/v3",`,
					'  headers: { "x-api-key": process.env.KEY },',
					"});",
					'const { data, error } = await api.POST("/call-in/requests/create", {',
					'  body: { groupName: "test_codes" },',
					"});",
				].join("\n"),
		},

		heyApi: {
			heading: "hey-api",
			about: "A function for each operation.",
			command: ({ origin }: At) => `npx @hey-api/openapi-ts -i ${origin}/openapi.json -o client`,
			code: ({ origin }: At) =>
				[
					'import { createCallInRequest } from "./client/sdk.gen.ts";',
					'import { client } from "./client/client.gen.ts";',
					"",
					`client.setConfig({ baseUrl: "${origin}/engagement/v3" });`,
					"const { data, error } = await createCallInRequest({",
					'  headers: { "x-api-key": process.env.KEY },',
					'  body: { groupName: "test_codes" },',
					"});",
				].join("\n"),
		},

		orval: {
			heading: "orval with zod",
			about: "Schemas that check at run time what is sent and what comes back.",
			command: ({ origin }: At) =>
				`npx orval --input ${origin}/openapi.json --output call-in.ts --client zod`,
			code: () =>
				[
					'import { createCallInRequestBody } from "./call-in.ts";',
					"",
					'const body = createCallInRequestBody.parse({ groupName: "test_codes" });',
				].join("\n"),
		},

		postman: {
			heading: "Postman",
			about:
				"Import the file clients/postman.json of the product’s repository, or the address of " +
				"/openapi.json. Then set the collection’s variables: apiKey is your key, and baseUrl is:",
			command: ({ origin }: At) => `${origin}/engagement/v3`,
		},

		prism: {
			heading: "Prism",
			about:
				"A server that answers with the description’s examples, for tests without this one. As a " +
				"proxy in front of this one, it says what in a call or an answer does not fit.",
			command: ({ origin }: At) =>
				[
					`npx @stoplight/prism-cli mock ${origin}/openapi.json`,
					`npx @stoplight/prism-cli proxy ${origin}/openapi.json ${origin}/engagement/v3`,
				].join("\n"),
		},
	},
};
