import { get } from "node:http";
import { ADMINISTRATOR } from "../support/config-site.ts";
import { signInAt } from "../support/import-site.ts";
import { openSite, type Site } from "./create-site.ts";
import { type Bench, type Figure, interleave } from "./figure.ts";

const RECORDS = 1_000_000;
const PAGES_A_ROUND = 10;
const ROUNDS = 5;
const SERVED = { name: "served", numbers: 10_000, taken: 0, from: 0 };
/** The states of the records, one after the other. Few of a million are live. */
const STATES = `update requests set
	matched_at = case when n % 3 = 0 then created_at + interval '5 s' end,
	ended_at = case when n % 3 = 1 then created_at + interval '9 s' end,
	callback_service_id = case when n % 2 = 0 then gen_random_uuid() end
	from (select id as of, row_number() over () as n from requests) o where o.of = id`;

/**
 * The page of requests with each filter of K2, over a million records, against the page without a
 * filter.
 */
export async function* measureRecordFilters({ url }: Bench): AsyncGenerator<Figure> {
	const site = await openSite(url, {
		groups: [SERVED],
		oldRecords: RECORDS,
		env: { ADMIN_EMAIL: ADMINISTRATOR.email, ADMIN_PASSWORD: ADMINISTRATOR.password },
	});
	try {
		await site.sql(STATES);
		await site.sql("vacuum analyze requests");
		const { origin } = site.servers[0]!;
		const cookie = await signInAt(origin);
		const time = async (filter: Record<string, string>): Promise<number> => {
			const address = `${origin}/call-in?${new URLSearchParams(filter)}`;
			const start = performance.now();
			for (let page = 0; page < PAGES_A_ROUND; page += 1) await readPage(address, cookie);
			return (performance.now() - start) / PAGES_A_ROUND;
		};
		for (const [name, filter] of Object.entries(await filtersOf(site))) {
			await time(filter);
			yield {
				name: `a page, filter ${name}, against none`,
				...(await interleave(
					ROUNDS,
					() => time(filter),
					() => time({}),
				)),
				bound: { atMost: 1.5 },
				unit: "ms",
			};
		}
	} finally {
		await site.stop();
	}
}

/** Each filter alone and the commonest pairs, with values of a record in the middle. */
async function filtersOf(site: Site): Promise<Record<string, Record<string, string>>> {
	const [one] = (await site.sql(`select id, to_number, from_number, callback_service_id, created_at
		from requests where callback_service_id is not null order by created_at offset ${RECORDS / 4} limit 1`)) as [
		Record<"id" | "to_number" | "from_number" | "callback_service_id", string> & {
			created_at: Date;
		},
	];
	const day = one.created_at.toISOString().slice(0, 10);
	return {
		...{ id: { id: one.id }, callbackServiceId: { id: one.callback_service_id } },
		...{ DNIS: { dnis: one.to_number }, ANI: { ani: one.from_number } },
		"a number nobody called": { dnis: "+12025550100" },
		group: { group: SERVED.name },
		"a group that does not exist": { group: "none" },
		"state Active": { state: "Active" },
		"state Matched": { state: "Matched" },
		"state Cancelled": { state: "Cancelled" },
		"state Expired": { state: "Expired" },
		time: { from: `${day} 00:00`, to: `${day} 23:59` },
		"oldest first": { sort: "created" },
		"by expiry": { sort: "-expires" },
		"group and state": { group: SERVED.name, state: "Matched" },
		"DNIS and time": { dnis: one.to_number, from: `${day} 00:00`, to: `${day} 23:59` },
		"DNIS and state": { dnis: one.to_number, state: "Active" },
		"beginning of a DNIS": { dnis: one.to_number.slice(0, -1) },
		"last digits of a DNIS": { dnis: one.to_number.slice(-4) },
		"beginning of an ANI": { ani: one.from_number.slice(0, -1) },
		"last digits of an ANI": { ani: one.from_number.slice(-4) },
		"last digits of an ANI, and a day": { ani: one.from_number.slice(-4), from: day, to: day },
		"part of a group's name": { group: SERVED.name.slice(1) },
	};
}

function readPage(address: string, cookie: string): Promise<void> {
	return new Promise((resolve, reject) => {
		get(address, { headers: { cookie, "accept-encoding": "gzip" } }, (answer) => {
			if (answer.statusCode !== 200)
				return reject(new Error(`${address} was answered with ${answer.statusCode}.`));
			answer.resume().on("end", resolve).on("error", reject);
		}).on("error", reject);
	});
}
