import { parseHeardLanguage } from "../../domain/conversation/heard-language.ts";
import { CODE_CALL_SECONDS } from "../../domain/conversation/next-step.ts";
import { losingUserData } from "../../domain/phone-systems/call-destination.ts";
import type { ConnectionSettings } from "../../domain/phone-systems/connection.ts";
import { hasPrompts, kindName, parseKind } from "../../domain/phone-systems/connection-kinds.ts";
import type { AddressTrouble } from "../../domain/phone-systems/public-address.ts";
import { texts } from "../../texts/texts.ts";
import { Fact, Facts } from "../fact.tsx";
import { PANEL_HEAD } from "../layout.ts";
import { Sentence } from "../sentence.tsx";
import { Time } from "../time.tsx";
import { groupsInWords } from "./connection-list.tsx";

const { connection: page, form } = texts.pages.phoneSystems;
const words = page.facts;
const messages = texts.messages.phoneSystems;
const HURRIED_SHOWN = 5;

/** A connection on its page, without its secret. */
export type ShownConnection = ConnectionSettings & {
	id: string;
	kind: string;
	groups: string[] | null;
	pausedAt: Date | null;
	createdBy: string;
	createdAt: Date;
	updatedBy: string;
	updatedAt: Date;
};

/** The settings of a connection. With `canChange`, the ways to change it. */
export function ConnectionFacts({
	connection,
	hasSecret,
	address,
	hurried = [],
	pooled = [],
	canChange,
	zone,
}: {
	connection: ShownConnection;
	/** Whether it has a secret. Without one, it refuses all calls. */
	hasSecret: boolean;
	address: AddressTrouble | null;
	/** Its groups whose requests end before a caller has keyed in a code. */
	hurried?: { name: string; expirySeconds: number }[];
	/** Its destinations that are numbers of groups. */
	pooled?: string[];
	canChange: boolean;
	zone: string;
}) {
	const { target, userDataKeys, pausedAt, numbersWithoutPlus } = connection;
	const kind = parseKind(connection.kind);
	const losing = losingUserData(connection);
	return (
		<section aria-labelledby="connection-heading" className="panel">
			<h2 id="connection-heading" className={PANEL_HEAD}>
				{words.heading}
			</h2>
			<Facts>
				<Fact name={words.kind}>{kindName(connection.kind)}</Fact>
				<Fact name={words.state}>
					<State pausedAt={pausedAt} hasSecret={hasSecret} address={address} zone={zone} />
				</Fact>
				<Fact name={words.groups}>
					{connection.groups === null ? form.everyGroup : groupsInWords(connection.groups)}
					{hurried.length > 0 && (
						<p className="text-sm text-warn">
							{words.hurried({
								seconds: CODE_CALL_SECONDS,
								groups: hurried.slice(0, HURRIED_SHOWN),
								more: Math.max(0, hurried.length - HURRIED_SHOWN),
							})}
						</p>
					)}
				</Fact>
				<Fact name={words.numbers}>{form.numbersChoices[numbersWithoutPlus].label}</Fact>
				<Fact name={words.target}>
					{target ?? <span className="text-warn">{words.noTarget}</span>}
				</Fact>
				<Fact name={words.secondTarget}>{connection.secondTarget ?? words.none}</Fact>
				<Fact name={words.fallback}>
					{connection.fallback ?? words.none}
					{pooled.length > 0 && (
						<p className="text-sm text-warn">{messages.pooled({ numbers: pooled.join(", ") })}</p>
					)}
				</Fact>
				<Fact name={words.keys}>
					{userDataKeys.length === 0 ? words.none : userDataKeys.join(", ")}
					{losing.length > 0 && (
						<p className="text-sm text-warn">{messages.noData({ numbers: losing.join(", ") })}</p>
					)}
				</Fact>
				{kind && hasPrompts(kind) && (
					<Fact name={form.language}>
						{form.languages[parseHeardLanguage(connection.language ?? "en")]}
					</Fact>
				)}
				<Fact name={words.release}>{connection.releasesOnAnswer ? words.yes : words.no}</Fact>
				<Fact name={words.created}>
					<By by={connection.createdBy} at={connection.createdAt} zone={zone} />
				</Fact>
				<Fact name={words.changed}>
					<By by={connection.updatedBy} at={connection.updatedAt} zone={zone} />
				</Fact>
			</Facts>
			{canChange && (
				<Changes
					id={connection.id}
					isPaused={pausedAt !== null}
					hasTexts={kind !== undefined && hasPrompts(kind)}
				/>
			)}
		</section>
	);
}

function State({
	pausedAt,
	hasSecret,
	address,
	zone,
}: {
	pausedAt: Date | null;
	hasSecret: boolean;
	address: AddressTrouble | null;
	zone: string;
}) {
	if (address === "missing") return <span className="text-danger">{words.noPublicUrl}</span>;
	if (pausedAt !== null)
		return (
			<span className="text-warn">
				<Sentence of={words.pausedSince({ time: <Time at={pausedAt} zone={zone} /> })} />
			</span>
		);
	return hasSecret ? words.works : <span className="text-danger">{words.noSecret}</span>;
}

const By = ({ by, at, zone }: { by: string; at: Date; zone: string }) => (
	<Sentence of={words.byAt({ by, time: <Time at={at} zone={zone} /> })} />
);

function Changes({ id, isPaused, hasTexts }: { id: string; isPaused: boolean; hasTexts: boolean }) {
	const intent = isPaused ? "resume" : "pause";
	return (
		<div className="flex flex-wrap gap-2 border-line border-t px-4 py-3">
			<a href={`/settings/phone-systems/${id}/edit`} className="button">
				{words.edit}
			</a>
			<a href={`/settings/phone-systems/${id}/preview`} className="button">
				{texts.pages.phoneSystems.preview.open}
			</a>
			{hasTexts && (
				<a href={`/settings/phone-systems/${id}/sentences`} className="button">
					{texts.pages.phoneSystems.sentences.open}
				</a>
			)}
			<form method="post">
				<button type="submit" name="intent" value={intent} className="button">
					{words[intent]}
				</button>
			</form>
			<form>
				<button type="submit" name="ask" value="delete" className="button button-quiet text-danger">
					{words.remove}
				</button>
			</form>
		</div>
	);
}
