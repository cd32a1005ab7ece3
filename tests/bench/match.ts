import { BENCH_KEY, openSite, type Site } from "./create-site.ts";
import { type Bench, type Figure, median } from "./figure.ts";
import { type LoadClient, type Measured, startLoadClient, UNIQUE } from "./load.ts";

const CONNECTIONS = 32;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const ROUND_SECONDS = Number(process.env.BENCH_ROUND_SECONDS ?? 2.5);
const WARM_UP_SECONDS = 4;
const PATH = "/engagement/v3/call-in/requests/";

const CREATED = { name: "created", numbers: 10_000, taken: 5_000, from: 0 };
/** Every number has a live request: the first half with codes, the second half without. */
export const CALLED = { name: "called", numbers: 4_000, taken: 0, from: 20_000 };
const called = Array.from({ length: CALLED.numbers }, (_, n) => ({
	number: `+${18_005_000_000 + CALLED.from + n}`,
	ani: `+${14_155_000_000 + n}`,
	code: n < CALLED.numbers / 2 ? 100_000 + n : null,
}));
/** Those with codes. */
export const coded = called.filter(({ code }) => code !== null);
const open = called.filter(({ code }) => code === null);

/** Calls that phone systems repeat for live requests. */
export const CALLS: Record<string, object[]> = {
	"by number and code": coded.map(({ number, code }) => ({
		toPhoneNumber: number,
		accessCode: code,
	})),
	"by number, code and ANI, with a callId": coded.map(({ number, code, ani }) => ({
		...{ toPhoneNumber: number, accessCode: code, fromPhoneNumber: ani, callId: UNIQUE },
	})),
	"by number and ANI, without a code": open.map(({ number, ani }) => ({
		toPhoneNumber: number,
		fromPhoneNumber: ani,
	})),
	"by ANI alone": open.map(({ ani }) => ({ fromPhoneNumber: ani })),
};

/** Numbers that get a new request before each round. One round calls fewer. */
const FRESH = { numbers: 25_000, from: 100_000 };
const fresh = Array.from({ length: FRESH.numbers }, (_, n) => ({
	...{
		toPhoneNumber: `+${18_005_000_000 + FRESH.from + n}`,
		accessCode: 100_000 + n,
		fromPhoneNumber: `+${14_157_000_000 + n}`,
	},
}));

/**
 * Calls that phone systems send once per request. Releasing ones do the work of a match and a
 * cancel.
 */
const FIRST_CALLS: Record<string, object[]> = {
	"by number, code and ANI, the first of its request": fresh,
	releasing: fresh.map((call) => ({ ...call, release: true })),
	"releasing, with a callId": fresh.map((call) => ({ ...call, release: true, callId: UNIQUE })),
};
const RELEASING_BOUND = 0.7;

/** Open requests without an ANI, and numbers without a request. */
const ANONYMOUS = { numbers: 2_000, from: 30_000 };
const FREE = { numbers: 2_000, from: 40_000 };
const numbersOf = ({ numbers, from }: typeof FREE) =>
	Array.from({ length: numbers }, (_, n) => `+${18_005_000_000 + from + n}`);
const stranger = (n: number) => `+${14_158_000_000 + n}`;

/** Calls with one statement each, as for a plain match by number and ANI. */
export const ONE_STATEMENT: Record<string, object[]> = {
	"with an ANI, for a request without one": numbersOf(ANONYMOUS).map((toPhoneNumber, n) => ({
		...{ toPhoneNumber, fromPhoneNumber: stranger(n) },
	})),
	"refused, NOTHING_MATCHED": numbersOf(FREE).map((toPhoneNumber, n) => ({
		...{ toPhoneNumber, fromPhoneNumber: stranger(n) },
	})),
	"refused, ANI_MISMATCH": open.map(({ number }, n) => ({
		...{ toPhoneNumber: number, fromPhoneNumber: stranger(n) },
	})),
};
export const PLAIN_MATCH = "by number and ANI, without a code";
/** At most 1.2 times the time of a plain match. */
const ONE_STATEMENT_BOUND = 1 / 1.2;

/**
 * Admitted match calls over HTTP, against creates in the same run (issue: at least as many per
 * second). Then the other outcomes of one statement, against a plain match.
 */
export async function* measureMatch({ url }: Bench): AsyncGenerator<Figure> {
	const client = startLoadClient();
	const site = await openSite(url, { groups: [CREATED, CALLED] });
	try {
		await makeRequests(site);
		const create = [
			{ groupName: CREATED.name, fromPhoneNumber: "+14155550132", userData: { customer: "1234" } },
		];
		const sides = [
			() => send(client, site, "create", create),
			...[...Object.values(CALLS), ...Object.values(ONE_STATEMENT)].map(
				(bodies) => () => send(client, site, "match", bodies),
			),
			...Object.values(FIRST_CALLS).map((bodies) => async () => {
				await makeFreshRequests(site);
				return send(client, site, "match", bodies);
			}),
		];
		const rates: number[][] = sides.map(() => []);
		for (const side of sides)
			for (let seconds = 0; seconds < WARM_UP_SECONDS; seconds += ROUND_SECONDS) await side();
		for (let round = 0; round < ROUNDS; round += 1) {
			for (let turn = 0; turn < sides.length; turn += 1) {
				const index = (round + turn) % sides.length;
				rates[index]!.push((await sides[index]!()).perSecond);
			}
		}
		const turnedAway = await site.sql(
			`select count(*)::integer as others from attempts
			where outcome <> 'MATCHED' and (outcome not in ('NOTHING_MATCHED', 'ANI_MISMATCH') or from_number < '${stranger(0)}')`,
		);
		if (JSON.stringify(turnedAway) !== '[{"others":0}]')
			throw new Error(`Not all calls were admitted: ${JSON.stringify(turnedAway)}`);
		const [creates, ...matches] = rates.map(median) as [number, ...number[]];
		const names = [CALLS, ONE_STATEMENT, FIRST_CALLS].flatMap(Object.keys);
		const plain = matches[names.indexOf(PLAIN_MATCH)]!;
		for (const [index, name] of names.entries()) {
			if (name in ONE_STATEMENT) {
				const bound = { atLeast: ONE_STATEMENT_BOUND };
				yield { name, ours: matches[index]!, baseline: plain, bound, unit: "/s" };
				continue;
			}
			const atLeast = name.startsWith("releasing") ? RELEASING_BOUND : 1;
			yield { name, ours: matches[index]!, baseline: creates, bound: { atLeast }, unit: "/s" };
		}
	} finally {
		client.stop();
		await site.stop();
	}
}

const REQUEST_COLUMNS = `id, created_at, expires_at, group_id, group_name, unique_dnis, to_number, from_number, has_access_code, access_code, user_data,
	api_key_id, corr_id`;

export async function makeRequests({ sql }: Pick<Site, "sql">): Promise<void> {
	const rows = called
		.map(
			({ number, ani, code }) => `('${number}', '${ani}', ${code === null ? "null" : `'${code}'`})`,
		)
		.join(", ");
	await sql(`insert into requests (${REQUEST_COLUMNS})
		select gen_random_uuid(), now(), now() + interval '1 day', g.id, g.name, true, c.number, c.ani, c.code is not null, c.code,
			'{"customer":"1234"}', gen_random_uuid(), gen_random_uuid()
		from (values ${rows}) c(number, ani, code) cross join (select * from groups where name = '${CALLED.name}') g`);
	await sql(`insert into live_codes select to_number, access_code, id, expires_at from requests where has_access_code;
		update numbers n set busy_until = r.expires_at, held_until = r.expires_at, holder_id = r.id from requests r where r.to_number = n.number`);
	await sql(`insert into numbers (number) select '+' || (18005000000 + ${FREE.from} + n) from generate_series(0, ${FREE.numbers - 1}) n;
		insert into requests (${REQUEST_COLUMNS})
		select gen_random_uuid(), now(), now() + interval '1 day', g.id, g.name, false, '+' || (18005000000 + ${ANONYMOUS.from} + n), null, false, null,
			'{"customer":"1234"}', gen_random_uuid(), gen_random_uuid()
		from generate_series(0, ${ANONYMOUS.numbers - 1}) n cross join (select * from groups where name = '${CALLED.name}') g;
		insert into numbers (number, busy_until) select to_number, expires_at from requests where from_number is null on conflict (number) do nothing`);
	await sql("vacuum analyze numbers, requests, live_codes");
}

/** Replaces each number's request by a new one. */
async function makeFreshRequests({ sql }: Site): Promise<void> {
	await sql(`with made as (
			insert into requests (${REQUEST_COLUMNS})
			select gen_random_uuid(), now(), now() + interval '1 hour', g.id, g.name, true, '+' || (18005000000 + ${FRESH.from} + n),
				'+' || (14157000000 + n), true, (100000 + n)::text, '{"customer":"1234"}', gen_random_uuid(), gen_random_uuid()
			from generate_series(0, ${FRESH.numbers - 1}) n cross join (select * from groups where name = '${CALLED.name}') g
			returning *
		),
		coded as (
			insert into live_codes select to_number, access_code, id, expires_at from made
			on conflict (number, code) do update set request_id = excluded.request_id, live_until = excluded.live_until
		)
		insert into numbers (number, busy_until, held_until, holder_id) select to_number, expires_at, expires_at, id from made
		on conflict (number) do update set busy_until = excluded.busy_until, held_until = excluded.held_until, holder_id = excluded.holder_id`);
	// Keeps autovacuum from starting during the measurement.
	await sql("vacuum analyze numbers, requests, live_codes");
}

export function send(
	client: LoadClient,
	site: Pick<Site, "servers">,
	call: "create" | "match",
	bodies: object[],
): Promise<Measured> {
	const load = {
		origins: site.servers.map(({ origin }) => origin),
		path: PATH + call,
		headers: { "x-api-key": BENCH_KEY, "content-type": "application/json" },
		bodies: bodies.map((body) => JSON.stringify(body)),
		connections: CONNECTIONS,
		seconds: ROUND_SECONDS,
	};
	return client.send(load, 200);
}
