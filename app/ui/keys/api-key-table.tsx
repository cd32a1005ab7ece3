import type { ReactNode } from "react";
import { expiresSoon } from "../../domain/keys/key-life.ts";
import type { WithoutPlus } from "../../domain/numbers/readings.ts";
import { texts } from "../../texts/texts.ts";
import { Sentence } from "../sentence.tsx";
import { Time } from "../time.tsx";

const words = texts.pages.keys;
// The key that the address names (`#key-…`) stands out.
const ROW =
	"figures flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3 target:bg-sunken";
const NAME = "font-medium [overflow-wrap:anywhere]";

/** An API key on the page, without its secret. */
export type Key = {
	id: string;
	name: string;
	hint: string;
	scopes: string[];
	groups: string[] | null;
	requestsPerMinute: number | null;
	numbersWithoutPlus: WithoutPlus;
	/** It has the built-in test groups alone. */
	isTest: boolean;
	expiresAt: Date | null;
	networks: string[] | null;
	/** Until when the secret before the last rotation works; null if it does not. */
	previousUntil: Date | null;
	createdBy: string;
	createdAt: Date;
	lastUsedAt: Date | null;
	revokedAt: Date | null;
};

/**
 * All keys: their scopes, their last use, and buttons that limit or revoke them (C11). `asked` is
 * the open question about one key.
 */
export function ApiKeyTable({
	keys,
	asked,
	zone,
	now,
}: {
	keys: Key[];
	asked: ReactNode;
	zone: string;
	now: Date;
}) {
	return (
		<section aria-label={words.label} className="panel">
			{asked && <div className="border-line border-b px-4 pt-4">{asked}</div>}
			{keys.length === 0 ? (
				<div className="px-4 py-12 text-center">
					<h2>{words.none}</h2>
					<p className="mx-auto mt-1 max-w-prose text-muted">{words.noneHint}</p>
				</div>
			) : (
				<ul className="divide-y divide-line">
					{keys.map((key) => (
						<KeyRow key={key.id} apiKey={key} zone={zone} now={now} />
					))}
				</ul>
			)}
		</section>
	);
}

function groupsOf({ isTest, groups }: Key): string {
	if (isTest) return words.testGroups;
	if (groups === null) return words.allGroups;
	return groups.length === 0 ? words.noGroupLeft : groups.join(", ");
}

function KeyRow({ apiKey: key, zone, now }: { apiKey: Key; zone: string; now: Date }) {
	const isRevoked = key.revokedAt !== null;
	return (
		<li id={`key-${key.id}`} className={ROW}>
			<div className="min-w-0">
				<p className={`${NAME} ${isRevoked ? "text-muted line-through" : ""}`}>
					{key.name} <code className="font-mono font-normal text-muted text-sm">{key.hint}…</code>
				</p>
				<p className="text-sm [overflow-wrap:anywhere]">
					{key.scopes.join(", ")} · {groupsOf(key)}
					{key.requestsPerMinute !== null &&
						` · ${words.atMost({ requests: key.requestsPerMinute })}`}
					{key.numbersWithoutPlus === "international" && ` · ${words.alwaysInternational}`}
					{key.networks && ` · ${words.onlyFrom({ networks: key.networks })}`}
				</p>
				{!isRevoked && <KeyLife apiKey={key} zone={zone} now={now} />}
				<p className="text-muted text-sm [overflow-wrap:anywhere]">
					{isRevoked && key.revokedAt ? (
						<Sentence of={words.revokedAt({ time: <Time at={key.revokedAt} zone={zone} /> })} />
					) : key.lastUsedAt ? (
						<Sentence
							of={words.lastUsed({ time: <Time at={key.lastUsedAt} zone={zone} now={now} /> })}
						/>
					) : (
						words.neverUsed
					)}{" "}
					·{" "}
					<Sentence
						of={words.createdBy({
							by: key.createdBy,
							time: <Time at={key.createdAt} zone={zone} />,
						})}
					/>
				</p>
			</div>
			{!isRevoked && (
				<form className="-mx-2 flex flex-wrap gap-1">
					<button type="submit" name="change" value={key.id} className="button button-quiet">
						{words.change.button}
						<span className="sr-only">{words.which(key)}</span>
					</button>
					<button type="submit" name="rotate" value={key.id} className="button button-quiet">
						{words.rotate.button}
						<span className="sr-only">{words.which(key)}</span>
					</button>
					<button type="submit" name="limit" value={key.id} className="button button-quiet">
						{words.limit.button}
						<span className="sr-only">{words.which(key)}</span>
					</button>
					<button type="submit" name="numbers" value={key.id} className="button button-quiet">
						{words.numbers.button}
						<span className="sr-only">{words.which(key)}</span>
					</button>
					<button
						type="submit"
						name="revoke"
						value={key.id}
						className="button button-quiet text-danger"
					>
						{words.revoke.button}
						<span className="sr-only">{words.which(key)}</span>
					</button>
				</form>
			)}
		</li>
	);
}

/** When a key expires, and until when its old secret works. A warning stands out (C11a). */
function KeyLife({ apiKey: key, zone, now }: { apiKey: Key; zone: string; now: Date }) {
	const { expiresAt, previousUntil } = key;
	if (expiresAt === null && previousUntil === null) return null;
	const isSoon = expiresSoon(expiresAt, now);
	const said = expiresAt && expiresAt <= now ? words.expired : words.expiresSoon;
	return (
		<p className="text-sm">
			{expiresAt && (
				<span className={isSoon ? "font-medium text-danger" : ""}>
					<Sentence
						of={(isSoon ? said : words.expires)({ time: <Time at={expiresAt} zone={zone} /> })}
					/>
				</span>
			)}
			{expiresAt && previousUntil && " · "}
			{previousUntil && (
				<Sentence of={words.oldSecretUntil({ time: <Time at={previousUntil} zone={zone} /> })} />
			)}
		</p>
	);
}
