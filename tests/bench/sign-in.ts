import { performance } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import { hash } from "@node-rs/argon2";
import { BENCH_KEY, openSite, type Site } from "./create-site.ts";
import { type Bench, type Figure, median } from "./figure.ts";

const AT_ONCE = 40;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const ROUND_SECONDS = Number(process.env.BENCH_ROUND_SECONDS ?? 2.5);
const PASSWORD = "correct horse battery staple";

/** Match latency while people sign in without a pause, against no sign-ins (O7). */
export async function* measureSignIn({ url }: Bench): AsyncGenerator<Figure> {
	const site = await openSite(url, {
		groups: [{ name: "called", numbers: 100, taken: 0, from: 0 }],
	});
	try {
		const passwordHash = await hash(PASSWORD, {
			algorithm: 2,
			memoryCost: 19_456,
			timeCost: 2,
			parallelism: 1,
		});
		await site.sql(`insert into users (id, email, email_key, password_hash, role)
			select gen_random_uuid(), email, email, '${passwordHash}', 'administrator'
			from (select n || '@bench.example' as email from generate_series(1, ${AT_ONCE}) n) a`);
		await matchFor(site, ROUND_SECONDS);
		const rounds: Record<"quiet" | "busy", Latency[]> = { quiet: [], busy: [] };
		for (let round = 0; round < ROUNDS; round += 1) {
			rounds.quiet.push(await matchFor(site, ROUND_SECONDS));
			const crowd = beginCrowd(site);
			await setTimeout(500);
			rounds.busy.push(await matchFor(site, ROUND_SECONDS));
			const signedIn = await crowd.end();
			if (signedIn === 0) throw new Error("Nobody was signed in.");
			if (process.env.BENCH_VERBOSE)
				console.log(`${Math.round(signedIn / (ROUND_SECONDS + 0.5))} sign-ins a second`);
		}
		for (const [name, which, atMost] of [
			["median", "median", 3] as const,
			["99th percentile", "p99", 6] as const,
		]) {
			const of = (side: "quiet" | "busy") => median(rounds[side].map((latency) => latency[which]));
			yield {
				name: `a match's ${name} under ${AT_ONCE} sign-ins`,
				ours: of("busy"),
				baseline: of("quiet"),
				bound: { atMost },
				unit: "ms",
			};
		}
	} finally {
		await site.stop();
	}
}

type Latency = { median: number; p99: number };

/** Matches one after the other. */
async function matchFor(site: Site, seconds: number): Promise<Latency> {
	const took: number[] = [];
	const end = performance.now() + seconds * 1000;
	while (performance.now() < end) {
		const began = performance.now();
		const response = await fetch(
			`${site.servers[0]!.origin}/engagement/v3/call-in/requests/match`,
			{
				method: "POST",
				headers: { "x-api-key": BENCH_KEY, "content-type": "application/json" },
				body: JSON.stringify({ toPhoneNumber: "+18005000000", fromPhoneNumber: "+14155550132" }),
			},
		);
		await response.arrayBuffer();
		if (response.status !== 200) throw new Error(`A match was answered with ${response.status}.`);
		took.push(performance.now() - began);
	}
	took.sort((a, b) => a - b);
	return { median: median(took), p99: took[Math.floor(took.length * 0.99)]! };
}

/**
 * This many people, each signing in again and again. `end` returns the number of successful
 * sign-ins.
 */
function beginCrowd(site: Site): { end(): Promise<number> } {
	let [isOver, signedIn] = [false, 0];
	const one = async (email: string) => {
		while (!isOver) {
			const body = new URLSearchParams({ email, password: PASSWORD });
			const response = await fetch(`${site.servers[0]!.origin}/login`, {
				method: "POST",
				body,
				redirect: "manual",
			});
			await response.arrayBuffer();
			if (response.status === 303) signedIn += 1;
		}
	};
	const all = Promise.all(
		Array.from({ length: AT_ONCE }, (_, index) => one(`${index + 1}@bench.example`)),
	);
	return {
		async end() {
			isOver = true;
			await all;
			return signedIn;
		},
	};
}
