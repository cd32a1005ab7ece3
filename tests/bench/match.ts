import { BENCH_KEY, openSite, type Site } from "./create-site.ts";
import { type Bench, type Figure, median } from "./figure.ts";
import { type LoadClient, type Measured, startLoadClient, UNIQUE } from "./load.ts";

const CONNECTIONS = 32;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const ROUND_SECONDS = Number(process.env.BENCH_ROUND_SECONDS ?? 2.5);
const WARM_UP_SECONDS = 4;
const PATH = "/engagement/v3/call-in/requests/";

const CREATED = { name: "created", numbers: 10_000, taken: 5_000, from: 0 };
/** Every number of it has a live request: the first half with codes, the other without. */
const CALLED = { name: "called", numbers: 4_000, taken: 0, from: 20_000 };
const called = Array.from({ length: CALLED.numbers }, (_, n) => ({
	number: `+${18_005_000_000 + CALLED.from + n}`,
	ani: `+${14_155_000_000 + n}`,
	code: n < CALLED.numbers / 2 ? 100_000 + n : null,
}));
const coded = called.filter(({ code }) => code !== null);
const open = called.filter(({ code }) => code === null);

/** What phone systems send, for all live requests in turn. */
const CALLS: Record<string, object[]> = {
	"by number and code": coded.map(({ number, code }) => ({ toPhoneNumber: number, accessCode: code })),
	"by number, code and ANI, with a callId": coded.map(({ number, code, ani }) => ({
		...{ toPhoneNumber: number, accessCode: code, fromPhoneNumber: ani, callId: UNIQUE },
	})),
	"by number and ANI, without a code": open.map(({ number, ani }) => ({ toPhoneNumber: number, fromPhoneNumber: ani })),
	"by ANI alone": open.map(({ ani }) => ({ fromPhoneNumber: ani })),
};

/** Match calls over HTTP, all of which are admitted, against creates in the same run (issue: at least as many per second). */
export async function* measureMatch({ url }: Bench): AsyncGenerator<Figure> {
	const client = startLoadClient();
	const site = await openSite(url, { groups: [CREATED, CALLED] });
	try {
		await makeRequests(site);
		const sides = [
			() => send(client, site, "create", [{ groupName: CREATED.name, fromPhoneNumber: "+14155550132", userData: { customer: "1234" } }]),
			...Object.values(CALLS).map((bodies) => () => send(client, site, "match", bodies)),
		];
		const rates: number[][] = sides.map(() => []);
		for (const side of sides) for (let seconds = 0; seconds < WARM_UP_SECONDS; seconds += ROUND_SECONDS) await side();
		for (let round = 0; round < ROUNDS; round += 1) {
			for (let turn = 0; turn < sides.length; turn += 1) {
				const index = (round + turn) % sides.length;
				rates[index]!.push((await sides[index]!()).perSecond);
			}
		}
		const [creates, ...matches] = rates.map(median) as [number, ...number[]];
		for (const [index, name] of Object.keys(CALLS).entries())
			yield { name: `match ${name}`, ours: matches[index]!, baseline: creates, bound: { atLeast: 1 }, unit: "/s" };
	} finally {
		client.stop();
		await site.stop();
	}
}

async function makeRequests({ sql }: Site): Promise<void> {
	const rows = called.map(({ number, ani, code }) => `('${number}', '${ani}', ${code === null ? "null" : `'${code}'`})`).join(", ");
	await sql(`insert into requests (id, created_at, expires_at, group_id, group_name, unique_dnis, to_number, from_number, has_access_code,
			access_code, user_data, api_key_id, corr_id)
		select gen_random_uuid(), now(), now() + interval '1 day', g.id, g.name, true, c.number, c.ani, c.code is not null, c.code,
			'{"customer":"1234"}', gen_random_uuid(), gen_random_uuid()
		from (values ${rows}) c(number, ani, code) cross join (select * from groups where name = '${CALLED.name}') g`);
	await sql(`insert into live_codes select to_number, access_code, id, expires_at from requests where has_access_code;
		update numbers n set busy_until = r.expires_at, held_until = r.expires_at, holder_id = r.id from requests r where r.to_number = n.number`);
	await sql("vacuum analyze numbers, requests, live_codes");
}

function send(client: LoadClient, site: Site, call: "create" | "match", bodies: object[]): Promise<Measured> {
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
