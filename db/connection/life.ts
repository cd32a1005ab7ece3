import type { Connection } from "./connection.ts";
import type { Connections } from "./connections.ts";

/** Milliseconds in which a server that lives says so. */
const LIFE_MS_MAX = 1000;
/**
 * Milliseconds after which a process of the server that has nothing to do has missed what it was
 * sent.
 */
const IDLE_MS_MIN = 1000;

/** Milliseconds without an answer after which a connection is asked about. */
const OWING_MS_MIN = 200;
/**
 * Milliseconds after which that is believed of a connection to a pooler, which lets whoever comes
 * wait for a process.
 */
const POOLED_MS_MIN = 4000;

/**
 * Our processes at the server. A user whose role is set to another one, such as the owner of the
 * tables, may not see what its own processes do, nor end them: for this statement it is itself.
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
 * What each process of ours at the server does. It waits for a lock on a whole table only where
 * somebody has locked that by hand, or changes it. A row's lock is short, unless its holder is
 * blocked: so while one process is blocked, all that wait for any lock are.
 */
const LOOK = `${OWN} select pid, case
		when ${IS_BLOCKED} then 'blocked'
		when wait_event_type = 'Lock' and bool_or(${IS_BLOCKED}) over () then 'blocked'
		when state not like 'idle%' then 'busy'
		when clock_timestamp() - state_change > interval '${IDLE_MS_MIN} ms' then 'idle'
		else 'resting' end as state
	from activity where pid <> pg_catalog.pg_backend_pid()`;

/**
 * Ends processes that missed what they were sent: they would stay, with all their locks, until the
 * server itself finds out.
 */
const END = `${OWN} select pg_catalog.pg_terminate_backend(pid, 200) from activity
	where pid = any($1::text::integer[]) and state like 'idle%'
		and clock_timestamp() - state_change > interval '${IDLE_MS_MIN} ms'`;

type Look = { pid: number; state: "blocked" | "busy" | "idle" | "resting" };

/**
 * Asks the server for a sign of life, on a connection of its own: the others may be waiting for
 * something that takes long. What they wait for is asked with it, and written down as their
 * trouble; connections that are dead are ended.
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
			// It may be this connection alone: the next question is asked on another.
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

/** Writes down what is wrong with connections that owe an answer. Gives those that are dead. */
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
			// Behind a pooler nobody knows whose process is at what: only that none is at ours
			// where none is at anything.
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
	// What took one of them away has most likely taken those too that have been heard of no more
	// since.
	const since = Math.max(...dead.map(({ silentSince }) => silentSince));
	return [
		...dead,
		...[...all].filter((one) => one !== mine && one.unanswered === 0 && one.silentSince < since),
	];
}
