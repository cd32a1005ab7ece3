import { Notice } from "./notice.tsx";
import { Time } from "./time.tsx";

type Key = {
	id: string;
	name: string;
	hint: string;
	scopes: string[];
	groups: string[] | null;
	createdBy: string;
	createdAt: Date;
	lastUsedAt: Date | null;
	revokedAt: Date | null;
};

/** A key that has just been made: the one time that it is shown. */
export function ApiKeySecret({ name, secret }: { name: string; secret: string }) {
	return (
		<Notice look="good" role="status" focus>
			<p className="font-semibold [overflow-wrap:anywhere]">The key “{name}” was made. Copy it now: it is not shown again.</p>
			<p className="mt-2 flex flex-wrap items-center gap-2">
				<code className="select-all break-all rounded bg-surface px-2 py-1 font-mono">{secret}</code>
				<button type="button" className="button needs-script" data-copy={secret}>
					Copy
				</button>
			</p>
		</Notice>
	);
}

/** All keys: what they may do, when they were last used, and a way to revoke them (C11). */
export function ApiKeyTable({ keys, revoking, zone }: { keys: Key[]; revoking: Key | null; zone: string }) {
	return (
		<section aria-label="API keys" className="panel">
			{revoking && <RevokeQuestion apiKey={revoking} zone={zone} />}
			{keys.length === 0 ? (
				<div className="px-4 py-12 text-center">
					<h2>No API keys yet</h2>
					<p className="mx-auto mt-1 max-w-prose text-muted">
						Apps and phone systems call the API with a key. Create one for each of them, so that each can be revoked alone.
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
				<p className={`font-medium [overflow-wrap:anywhere] ${isRevoked ? "text-muted line-through" : ""}`}>
					{key.name} <code className="font-mono font-normal text-muted text-sm">{key.hint}…</code>
				</p>
				<p className="text-sm [overflow-wrap:anywhere]">
					{key.scopes.join(", ")} ·{" "}
					{key.groups === null ? "all groups" : key.groups.length === 0 ? "no group is left: it may do nothing" : key.groups.join(", ")}
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
				<form>
					<button type="submit" name="revoke" value={key.id} className="button button-quiet text-danger">
						Revoke<span className="sr-only"> {key.name}</span>
					</button>
				</form>
			)}
		</li>
	);
}

function RevokeQuestion({ apiKey: key, zone }: { apiKey: Key; zone: string }) {
	return (
		<div className="px-4 pt-4">
			<Notice look="danger" role="alert" focus>
				<h2 className="[overflow-wrap:anywhere]">Revoke the key “{key.name}”?</h2>
				<p className="figures mt-1">
					{key.lastUsedAt ? (
						<>
							It was last used <Time at={key.lastUsedAt} zone={zone} />.
						</>
					) : (
						"It has never been used."
					)}{" "}
					Whoever uses it gets an error from then on. This cannot be undone.
				</p>
				<form method="post" action="/settings/api-keys" className="mt-3 flex flex-wrap items-center gap-3">
					<input type="hidden" name="intent" value="revoke" />
					<input type="hidden" name="apiKeyId" value={key.id} />
					<button type="submit" className="button button-danger">
						Yes, revoke it
					</button>
					<a href="/settings/api-keys" className="link">
						Keep it
					</a>
				</form>
			</Notice>
		</div>
	);
}
