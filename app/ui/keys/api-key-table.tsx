import type { ReactNode } from "react";
import { counted } from "../../texts/wording.ts";
import { Time } from "../time.tsx";

/** An API key as the page has it; never its secret. */
export type Key = {
	id: string;
	name: string;
	hint: string;
	scopes: string[];
	groups: string[] | null;
	requestsPerMinute: number | null;
	createdBy: string;
	createdAt: Date;
	lastUsedAt: Date | null;
	revokedAt: Date | null;
};

/**
 * All keys: what they may do, when they were last used, and ways to limit and revoke them (C11).
 * `asked` is what one of these asks first.
 */
export function ApiKeyTable({
	keys,
	asked,
	zone,
}: {
	keys: Key[];
	asked: ReactNode;
	zone: string;
}) {
	return (
		<section aria-label="API keys" className="panel">
			{asked && <div className="border-line border-b px-4 pt-4">{asked}</div>}
			{keys.length === 0 ? (
				<div className="px-4 py-12 text-center">
					<h2>No API keys yet</h2>
					<p className="mx-auto mt-1 max-w-prose text-muted">
						Apps and phone systems call the API with a key. Create one for each of them, so that
						each can be revoked alone.
					</p>
				</div>
			) : (
				<ul className="divide-y divide-line">
					{keys.map((key) => (
						<KeyRow key={key.id} apiKey={key} zone={zone} />
					))}
				</ul>
			)}
		</section>
	);
}

function KeyRow({ apiKey: key, zone }: { apiKey: Key; zone: string }) {
	const isRevoked = key.revokedAt !== null;
	return (
		<li className="figures flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3">
			<div className="min-w-0">
				<p
					className={`font-medium [overflow-wrap:anywhere] ${isRevoked ? "text-muted line-through" : ""}`}
				>
					{key.name} <code className="font-mono font-normal text-muted text-sm">{key.hint}…</code>
				</p>
				<p className="text-sm [overflow-wrap:anywhere]">
					{key.scopes.join(", ")} ·{" "}
					{key.groups === null
						? "all groups"
						: key.groups.length === 0
							? "no group is left: it may do nothing"
							: key.groups.join(", ")}
					{key.requestsPerMinute !== null &&
						` · at most ${counted(key.requestsPerMinute, "request")} a minute`}
				</p>
				<p className="text-muted text-sm [overflow-wrap:anywhere]">
					{isRevoked && key.revokedAt ? (
						<>
							Revoked <Time at={key.revokedAt} zone={zone} />
						</>
					) : key.lastUsedAt ? (
						<>
							Last used <Time at={key.lastUsedAt} zone={zone} />
						</>
					) : (
						"Never used"
					)}{" "}
					· made by {key.createdBy}, <Time at={key.createdAt} zone={zone} />
				</p>
			</div>
			{!isRevoked && (
				<form className="-mx-2 flex flex-wrap gap-1">
					<button type="submit" name="limit" value={key.id} className="button button-quiet">
						Limit<span className="sr-only"> {key.name}</span>
					</button>
					<button
						type="submit"
						name="revoke"
						value={key.id}
						className="button button-quiet text-danger"
					>
						Revoke<span className="sr-only"> {key.name}</span>
					</button>
				</form>
			)}
		</li>
	);
}
