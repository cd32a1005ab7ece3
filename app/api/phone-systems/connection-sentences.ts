import { z } from "zod";
import type { StoredConnection } from "../../../db/phone-systems/connections.ts";
import { actorOfKey } from "../../domain/audit/actor.ts";
import {
	type OwnSentences,
	SENTENCES,
	type Sentence,
	speechOf,
} from "../../domain/conversation/heard.ts";
import { HEARD_LANGUAGES, type HeardLanguage } from "../../domain/conversation/heard-language.ts";
import { OWN_SENTENCE_MAX, parseOwnSentence } from "../../domain/phone-systems/own-sentences.ts";
import { ok } from "../../domain/result.ts";
import { changeOwnSentences } from "../../operations/phone-systems/change-connection.ts";
import { texts } from "../../texts/texts.ts";
import { fail } from "../contract/envelope.ts";
import type { ApiAnswer, ApiCall, Endpoint } from "../contract/exchange.ts";
import { failFieldRule, failFields } from "../contract/field-errors.ts";
import { missingOr, ruledText } from "../contract/fields.ts";
import { failConnection, findConnectionAsRead, findConnectionOf } from "./connection-failures.ts";
import {
	CONNECTION_SENTENCES,
	EXAMPLE_CONNECTION_ID,
	sentencesParams,
} from "./connection-paths.ts";
import { connectionEtag } from "./describe-connection.ts";

const words = texts.messages.api.fields;

/** The number of digits in the sentences that are shown. */
const EXAMPLE_DIGITS = 6;

/** An own sentence. An empty text is ours again, like one that is left out. */
const ownSentence = ruledText((text) => {
	const read = parseOwnSentence(text);
	return read.ok ? ok(read.value ?? "") : read;
})
	.nullish()
	.meta({
		maxLength: OWN_SENTENCE_MAX,
		description: "The own sentence. An empty text or null is the product's again.",
	});

const bySentence = Object.fromEntries(
	SENTENCES.map((sentence) => [sentence, ownSentence]),
) as Record<Sentence, typeof ownSentence>;

const sentencesBody = z.object({
	sentences: z.object(bySentence, missingOr(words.mustBeObject)).meta({
		description:
			"The own sentences by their names. They replace those of before: ours is spoken for a name " +
			"that is left out or has an empty text. `{digits}` stands for the number of digits of the " +
			`code. Each has up to ${OWN_SENTENCE_MAX} characters, without mark-up and emoji.`,
	}),
});

const sentencesData = z.object({
	language: z.string().meta({ description: "The language." }),
	sentences: z
		.array(
			z.object({
				name: z.string().meta({ description: "The sentence's name, such as `busy`." }),
				ours: z.string().meta({
					description: `Our sentence. Where it says the number of digits, ${EXAMPLE_DIGITS}.`,
				}),
				own: z.string().optional().meta({
					description: "The connection's own, which is spoken in place of ours, if it has one.",
				}),
			}),
		)
		.meta({ description: "All sentences that callers hear." }),
});

const languageOf = ({ params }: ApiCall): HeardLanguage | undefined =>
	HEARD_LANGUAGES.find((known) => known === params.language);

const failLanguage = () =>
	failFieldRule(["language"], words.mustBeOneOf({ values: HEARD_LANGUAGES }));

const describeSentences = (
	connection: StoredConnection,
	language: HeardLanguage,
): z.infer<typeof sentencesData> => {
	const own: OwnSentences = connection.ownSentences[language] ?? {};
	return {
		language,
		sentences: SENTENCES.map((name) => ({
			...{ name, ours: speechOf([name], EXAMPLE_DIGITS, {}, language) },
			own: own[name],
		})),
	};
};

/** GET …/sentences/{language}: what callers hear, ours and the connection's own (P4). */
async function answerRead(call: ApiCall): Promise<ApiAnswer> {
	const language = languageOf(call);
	if (language === undefined) return failLanguage();
	const connection = await findConnectionOf(call);
	if (!connection) return fail("connection-gone");
	return {
		ok: true,
		data: describeSentences(connection, language),
		etag: connectionEtag(connection),
	};
}

/** PUT …/sentences/{language}: replaces the own sentences in one language. */
async function answerPut(call: ApiCall): Promise<ApiAnswer> {
	const language = languageOf(call);
	if (language === undefined) return failLanguage();
	const parsed = sentencesBody.safeParse(call.body);
	if (!parsed.success) return failFields(parsed.error);
	const found = await findConnectionAsRead(call);
	if (!found.ok) return found;
	const sentences: OwnSentences = Object.fromEntries(
		Object.entries(parsed.data.sentences).filter(([, text]) => !!text),
	);
	const changed = await changeOwnSentences(
		call.service,
		found.value.id,
		{ language, sentences },
		actorOfKey(call.apiKey),
		found.value.version,
	);
	return changed.ok ? answerRead(call) : failConnection(changed.error);
}

const params = { connectionId: EXAMPLE_CONNECTION_ID, language: "en" };
const example = {
	language: "en",
	sentences: [
		{ name: "busy", ours: "This line is busy.", own: "All our lines are busy." },
		{ name: "connecting", ours: "We are connecting you now." },
	],
} satisfies z.infer<typeof sentencesData>;
const shared = {
	path: CONNECTION_SENTENCES,
	scopes: ["provision"],
	tag: "Phone systems",
	params: sentencesParams,
	gives: { schema: sentencesData, headers: ["ETag"] },
	isStrict: true,
} satisfies Partial<Endpoint>;

export const readSentencesEndpoint: Endpoint = {
	...shared,
	method: "GET",
	operationId: "readSentences",
	summary: "Read what callers of a connection hear",
	description:
		"Returns all sentences in one language: ours, and the connection's own. The ETag is the " +
		"connection's version.",
	failures: ["fields-wrong", "connection-gone"],
	examples: [{ name: "english", summary: "One own sentence", params, gives: example }],
	answer: answerRead,
};

export const setSentencesEndpoint: Endpoint = {
	...shared,
	method: "PUT",
	operationId: "setSentences",
	summary: "Set what callers of a connection hear",
	description:
		"Replaces the connection's own sentences in one language. A text that a phone system would " +
		"read otherwise than it is written is refused.",
	headers: ["If-Match"],
	takes: { schema: sentencesBody },
	failures: ["fields-wrong", "connection-gone", "json-flawed"],
	examples: [
		{
			name: "busy",
			summary: "Another sentence for a busy line",
			params,
			body: { sentences: { busy: "All our lines are busy." } },
			gives: example,
		},
	],
	answer: answerPut,
};
