import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { type Connection, type Host, isReadOnly, openAt } from "./connection.ts";
import type { Tls } from "./server-tls.ts";

/**
 * Milliseconds until an unreachable server counts as away: for all hosts of its URL together, if
 * these are few.
 */
const CONNECT_MS_MAX = 1500;
const CONNECT_MS_MIN = 400;
/**
 * Milliseconds between retries while the server is away. The pause grows, and stays short enough to
 * notice its return.
 */
const PAUSE_MS = 100;
const PAUSE_MS_MAX = 400;

export type Connections = {
	/** Rejects within 1.5 s where the server is away. */
	open(how?: { prepare: boolean }): Promise<Connection>;
	/** The open connections. */
	all: ReadonlySet<Connection>;
};

/**
 * Connections to the server at `url`, one by one. The driver's own reconnect is not used (3.4.9):
 * it retries without a pause if a host accepts and closes, never answers if none of several hosts
 * is reachable, and takes a standby for `read-write`. Here the hosts are tried in turn, the last
 * good one first. A host that cannot write is left again, regardless of `target_session_attrs`.
 * While the server is away, there is one try at a time, and a pause before the next.
 */
export function connectionsTo(url: string, options: { prepare: boolean; tls: Tls }): Connections {
	// With these the driver would query the server itself, with a promise that is never awaited
	// (3.4.9).
	delete process.env.PGTARGETSESSIONATTRS;
	const hosts = hostsOf(url);
	const all = new Set<Connection>();
	let lastGood = 0;
	let failures = 0;
	let probe: Promise<Connection> | undefined;

	async function tryHosts(prepare: boolean): Promise<Connection> {
		const first = lastGood;
		let reason: unknown;
		for (let tried = 0; tried < hosts.length; tried += 1) {
			const at = (first + tried) % hosts.length;
			const msMax = Math.max(CONNECT_MS_MIN, CONNECT_MS_MAX / hosts.length);
			try {
				const connection = await openAt(withoutTarget(url), hosts[at] as Host, {
					prepare,
					tls: options.tls,
					msMax,
					all,
				});
				lastGood = at;
				failures = 0;
				return connection;
			} catch (error) {
				// Of several errors, the error of a reachable read-only server says the most.
				if (reason === undefined || isReadOnly(error)) reason = error;
			}
		}
		failures += 1;
		throw reason;
	}
	async function tryLater(prepare: boolean): Promise<Connection> {
		await sleep(Math.min(PAUSE_MS_MAX, PAUSE_MS * 1.5 ** (failures - 1)));
		return tryHosts(prepare);
	}
	return {
		all,
		async open({ prepare }: { prepare: boolean } = options) {
			if (failures === 0) return tryHosts(prepare);
			if (probe !== undefined) {
				await probe;
				return tryHosts(prepare);
			}
			probe = tryLater(prepare);
			try {
				return await probe;
			} finally {
				probe = undefined;
			}
		},
	};
}

/**
 * The hosts as the driver reads them from the URL, with two repairs. The driver cuts off an IPv6
 * address at its first colon, and takes a folder of Unix sockets (`%2Frun%2Fpostgresql`) for a
 * name.
 */
function hostsOf(url: string): Host[] {
	const { options } = postgres(url, { max: 1 });
	const name = URL.canParse(url) ? new URL(url).hostname : "";
	const [, address] = /^\[([\da-f:.]+)\]$/i.exec(name) ?? [];
	const folder = /^%2f/i.test(name) ? decodeURIComponent(name) : undefined;
	return options.host.map((host, at) => {
		const port = options.port[at] as number;
		// Without a socket path, the driver's path is false.
		return {
			host: address ?? host,
			port,
			path: folder ? `${folder}/.s.PGSQL.${port}` : options.path || undefined,
		};
	});
}

/** Without `target_session_attrs`: we check each host ourselves, so the driver must not. */
function withoutTarget(url: string): string {
	const [base, ...query] = url.split("?");
	const parameters = new URLSearchParams(query.join("?"));
	parameters.delete("target_session_attrs");
	return parameters.size === 0 ? (base as string) : `${base}?${parameters}`;
}
