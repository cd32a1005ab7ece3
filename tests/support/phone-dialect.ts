import { createHash, randomUUID } from "node:crypto";
import { DOMParser, type Element } from "@xmldom/xmldom";
import type { RawAnswer } from "./raw-request.ts";

/** Fields of a webhook, by Twilio's names. A dialect writes them in its own way. */
export type Fields = Record<string, string>;

/** What a document makes the phone system do. */
export type Heard = {
	status: number;
	/** The texts that are spoken, joined by a space. */
	says: string;
	/** The URL of the prompt for digits, its number of digits, and where silence leads. */
	asks: { action: string; digits: string; silence: string } | null;
	/** Where the call goes, and what the agent's system gets with it, decoded once. */
	dials: {
		to: string;
		action: string;
		tells: string | null;
		carries: Record<string, string>;
		/** The caller ID that the agent sees; undefined is the platform's choice. */
		from?: string | undefined;
	} | null;
	hangsUp: boolean;
	/** The whole document. */
	xml: string;
};

export type Signing = { method: string; url: string; fields: Fields; body: string };

/** A phone platform, as the tests' client: how it writes, signs and reads. */
export type Dialect = {
	/** The secret of a connection; null if the product makes it. */
	secret: string | null;
	contentType: string;
	bodyOf(fields: Fields, query: string): string;
	/** The headers that prove a webhook. `url` is as the platform calls it. */
	sign(signing: Signing, by: { secret: string; at: number }): Record<string, string>;
	/** What the answer makes it do. `at` is the address that was called. */
	heardIn(answer: RawAnswer, at: string): Heard;
	/**
	 * The events of the agent's leg that tell its own numbers, not the caller's: the caller ID that
	 * the document gave (else the caller's number), and the agent's.
	 */
	ownNumbers: readonly ("answered" | "over")[];
	/** The names of what travels to the agent. */
	carried: { verified: string; request: string; user(key: string): string };
};

export const FORM = "application/x-www-form-urlencoded; charset=UTF-8";
export const formBody = (fields: Fields): string => new URLSearchParams(fields).toString();
export const callSid = (): string => `CA${createHash("md5").update(randomUUID()).digest("hex")}`;

/** The root of an XML document that was answered, and the texts and elements in it. */
export function documentIn({ status, body, headers }: RawAnswer, type = /^text\/xml/) {
	const xml = body.toString();
	if (!type.test(String(headers["content-type"])))
		throw new Error(`No document (${status}): ${xml}`);
	const root = new DOMParser().parseFromString(xml, "text/xml").documentElement as Element;
	const all = (name: string, of: Element = root): Element[] => [...of.getElementsByTagName(name)];
	const saidBy = (name: string): string =>
		all(name)
			.map((one) => one.textContent)
			.join(" ");
	return { xml, root, all, saidBy };
}

/** The values of headers that are percent-encoded, decoded once. */
export const decoded = (pairs: Iterable<readonly [string, string]>): Record<string, string> =>
	Object.fromEntries([...pairs].map(([name, value]) => [name, decodeURIComponent(value)]));
