import type { Connection } from "./connection.ts";
import type { Connections } from "./connections.ts";

/** Milliseconds for a live server to give a sign of life. */
const LIFE_MS_MAX = 1000;
/** Milliseconds after which an idle server process has missed the statement sent to it. */
const IDLE_MS_MIN = 1000;

/** Milliseconds without an answer after which we ask about a connection. */
const OWING_MS_MIN = 200;
/** The same for a connection to a pooler, which queues clients for a server process. */
const POOLED_MS_MIN = 4000;

/**
 * Our processes at the server. The session of a user with another role set, such as the owner of
 * the tables, may neither see nor end the user's own processes. So this statement sets the role
 * back to the user.
 */
const OWN = `with login as materialized (
		select pg_catalog.set_config('role', 'none', true) as role
	), activity as materialized (
		select a.* from login, lateral pg_catalog.pg_stat_get_activity(case when role = '' then 0 end) a
		where a.application_name = pg_catalog.current_setting('application_name')
			and a.datid = (
				select oid from pg_catalog.pg_database where datname = pg_catalog.current_database()
			)
	)`;

const IS_BLOCKED = `(wait_event = 'SyncRep'
		or (wait_event_type = 'Lock' and wait_event = 'relation'))`;

/**
 * The state of each of our server processes. A wait for a table lock means a manual lock or a
 * change of the table. Row locks are short, unless their holder is blocked. So while one process is
 * blocked, every process that waits for a lock is.
 */
const LOOK = `${OWN} select pid, case
		when ${IS_BLOCKED} then 'blocked'
		when wait_event_type = 'Lock' and bool_or(${IS_BLOCKED}) over () then 'blocked'
		when state not like 'idle%' then 'busy'
		when clock_timestamp() - state_change > interval '${IDLE_MS_MIN} ms' then 'idle'
		else 'resting' end as state
	from activity where pid <> pg_catalog.pg_backend_pid()`;

/**
 * Ends processes that missed their statement: otherwise they keep all their locks until the server
 * notices.
 */
const END = `${OWN} select pg_catalog.pg_terminate_backend(pid, 200) from activity
	where pid = any($1::text::integer[]) and state like 'idle%'
		and clock_timestamp() - state_change > interval '${IDLE_MS_MIN} ms'`;

type Look = { pid: number; state: "blocked" | "busy" | "idle" | "resting" };

/**
 * Asks the server for a sign of life, on its own connection: the others may be busy with a long
 * statement. The same question finds the cause of each wait, and notes it as the connection's
 * trouble. Dead connections are closed.
 */
export function signsOfLife(connections: Connections) {
	let connection: Connection | undefined;
	async function ask(): Promise<void> {
		if (connection === undefined || connection.isOver) {
			connection = undefined;
			connection = await connections.open();
		}
		const mine = connection;
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<never>((_resolve, reject) => {
			timer = setTimeout(reject, LIFE_MS_MAX, new Error("No sign of life."));
		});
		try {
			const looked = (await Promise.race([mine.ask([LOOK]), late])) as unknown as Look[];
			const dead = findTrouble(connections.all, mine, looked);
			if (dead.length === 0) return;
			const pids = dead.flatMap(({ pid }) => pid ?? []);
			if (pids.length > 0) await Promise.race([mine.ask([END, [`{${pids}}`]]), late]);
			for (const one of dead) one.cut();
		} catch (error) {
			// Perhaps only this connection is broken: the next question goes over another.
			mine.cut();
			throw error;
		} finally {
			clearTimeout(timer);
		}
	}
	return {
		ask,
		async close(): Promise<void> {
			await connection?.close();
		},
	};
}

/** Notes the trouble of connections that owe an answer. Returns the dead ones. */
function findTrouble(all: Iterable<Connection>, mine: Connection, looked: Look[]): Connection[] {
	const stateOf = new Map(looked.map(({ pid, state }) => [pid, state]));
	const states = new Set(stateOf.values());
	const now = performance.now();
	const owing = [...all].filter(
		(one) => one !== mine && one.unanswered > 0 && now - one.silentSince > OWING_MS_MIN,
	);
	for (const one of owing) {
		const missed = now - one.silentSince > IDLE_MS_MIN ? "dead" : undefined;
		if (one.pid === undefined) {
			// Behind a pooler no server process can be matched to a connection. If all our processes are
			// idle, none works on ours.
			one.trouble = states.has("blocked") ? "blocked" : states.has("busy") ? undefined : missed;
		} else {
			const state = stateOf.get(one.pid);
			one.trouble =
				state === "blocked"
					? "blocked"
					: state === undefined || state === "idle"
						? missed
						: undefined;
		}
	}
	const dead = owing.filter(
		({ trouble, pid, silentSince }) =>
			trouble === "dead" && (pid !== undefined || now - silentSince > POOLED_MS_MIN),
	);
	if (dead.length === 0) return [];
	// The failure of one connection has most likely hit all that have been silent since then.
	const since = Math.max(...dead.map(({ silentSince }) => silentSince));
	return [
		...dead,
		...[...all].filter((one) => one !== mine && one.unanswered === 0 && one.silentSince < since),
	];
}
