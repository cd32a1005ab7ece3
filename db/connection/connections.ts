import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { type Connection, type Host, isReadOnly, openAt } from "./connection.ts";
import type { Tls } from "./server-tls.ts";

/**
 * Milliseconds until a server that cannot be connected to counts as away; all hosts of its URL
 * together, where these are few.
 */
const CONNECT_MS_MAX = 1500;
const CONNECT_MS_MIN = 400;
/**
 * Milliseconds between two tries while the server is away: they grow, and stay short enough for its
 * return.
 */
const PAUSE_MS = 100;
const PAUSE_MS_MAX = 400;

export type Connections = {
	/** Rejects within 1.5 s where the server is away. */
	open(how?: { prepare: boolean }): Promise<Connection>;
	/** Those that are open. */
	all: ReadonlySet<Connection>;
};

/**
 * Connections to the server at `url`, one by one. The driver does not connect again by itself
 * (3.4.9): it would try without a pause where somebody accepts and closes, never answer where no
 * host of several can be reached, and take a standby for `read-write`. Here the hosts are tried in
 * turn, the last good one first, and one that cannot write is left again, whatever
 * `target_session_attrs` says. While the server is away there is one try at a time, and a pause
 * before the next.
 */
export function connectionsTo(url: string, options: { prepare: boolean; tls: Tls }): Connections {
	// The driver would ask the server for these itself, with a promise that nobody awaits (3.4.9).
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
				// Of several, that of a server which is there and cannot write says the most.
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
 * As the driver reads them out of the URL, but for an IPv6 address, which it cuts off at the first
 * colon, and a folder of Unix sockets (`%2Frun%2Fpostgresql`), which it takes for a name.
 */
function hostsOf(url: string): Host[] {
	const { options } = postgres(url, { max: 1 });
	const name = URL.canParse(url) ? new URL(url).hostname : "";
	const [, address] = /^\[([\da-f:.]+)\]$/i.exec(name) ?? [];
	const folder = /^%2f/i.test(name) ? decodeURIComponent(name) : undefined;
	return options.host.map((host, at) => {
		const port = options.port[at] as number;
		// The driver's path is false where there is none.
		return {
			host: address ?? host,
			port,
			path: folder ? `${folder}/.s.PGSQL.${port}` : options.path || undefined,
		};
	});
}

/** Without what is ours: each host is asked whether it can write, and the driver not to look. */
function withoutTarget(url: string): string {
	const [base, ...query] = url.split("?");
	const parameters = new URLSearchParams(query.join("?"));
	parameters.delete("target_session_attrs");
	return parameters.size === 0 ? (base as string) : `${base}?${parameters}`;
}
