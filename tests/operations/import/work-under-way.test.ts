import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SHELL } from "../../../app/domain/audit/actor.ts";
import type { GroupsFileProblem } from "../../../app/domain/import/all-groups/groups-file-check.ts";
import { err, ok, type Result } from "../../../app/domain/result.ts";
import { type Tell, workOn } from "../../../app/operations/import/all-groups/work-under-way.ts";
import { storeUpload } from "../../../app/operations/import/upload-groups.ts";
import { findWork } from "../../../db/import/import-work.ts";
import { ENGINES, openTestDatabase, type TestDatabase } from "../../support/databases.ts";
import { until } from "../../support/until.ts";

type Ended = Result<string, GroupsFileProblem>;
const PROBLEM: GroupsFileProblem = { code: "file-too-complex" };

describe.each(ENGINES)("long work on a file of all groups on the %s engine (I10)", (engine) => {
	let database: TestDatabase;
	beforeAll(async () => {
		database = await openTestDatabase(engine);
	});
	afterAll(() => database.drop());

	const newReview = () => storeUpload(database, { name: "a.json", existing: "skip" }, SHELL);
	const seen = (reviewId: string) => findWork(database, reviewId);
	/** Begins work that ends when the test says so. */
	function begin(reviewId: string) {
		let [end, fail]: [(how: Ended) => void, (error: Error) => void] = [() => {}, () => {}];
		let tell: Tell = () => {};
		const work = workOn<string, GroupsFileProblem>(
			database,
			{ reviewId, kind: "check" },
			(tellOf) => {
				tell = tellOf;
				return new Promise<Ended>((resolve, reject) => {
					[end, fail] = [resolve, reject];
				});
			},
		);
		return {
			work,
			end: (how: Ended) => end(how),
			fail: (error: Error) => fail(error),
			tell: (done: number, total: number) => tell(done, total),
		};
	}

	test("what ends in time is answered at once, and leaves nothing", async () => {
		for (const how of [ok("done"), err(PROBLEM)]) {
			const id = await newReview();
			const work = workOn<string, GroupsFileProblem>(
				database,
				{ reviewId: id, kind: "check" },
				async () => how,
			);
			expect(await work).toEqual({ ended: how });
			expect(await seen(id)).toBeNull();
		}
	});

	test("what takes longer goes on, says how far it is, and is not begun twice", async () => {
		const id = await newReview();
		const { work, end, tell } = begin(id);
		expect(await work).toEqual({ ended: null });
		expect(await seen(id)).toMatchObject({ kind: "check", done: 0, total: null, failure: null });
		tell(3, 12);
		await until(async () => (await seen(id))?.done === 3);
		expect(await seen(id)).toMatchObject({ done: 3, total: 12, fileName: "a.json" });
		expect(await begin(id).work).toEqual({ ended: null });
		end(ok("done"));
		await until(async () => (await seen(id)) === null);
	});

	test("why it ended without success is kept for its page, until it is tried again", async () => {
		const id = await newReview();
		const first = begin(id);
		await first.work;
		first.end(err(PROBLEM));
		await until(async () => (await seen(id))?.failure !== null);
		expect((await seen(id))?.failure).toEqual(PROBLEM);

		const second = begin(id);
		await second.work;
		expect((await seen(id))?.failure).toBeNull();
		second.fail(new Error("on purpose"));
		await until(async () => (await seen(id))?.failure !== null);
		expect((await seen(id))?.failure).toEqual({ code: "work-failed" });
	});

	test("work whose process is gone counts as ended after a minute, and can be begun again", async () => {
		const id = await newReview();
		await database.query(
			`insert into group_import_work (review_id, kind, told_at)
			values ($1::uuid, 'apply', now() - interval '61 seconds')`,
			[id],
		);
		expect((await seen(id))?.failure).toEqual({ code: "work-failed" });
		const { work, end } = begin(id);
		await work;
		expect(await seen(id)).toMatchObject({ kind: "check", failure: null });
		end(ok("done"));
		await until(async () => (await seen(id)) === null);
	});

	test("a review that does not exist is the work's own matter", async () => {
		const gone = { reviewId: "nonsense", kind: "apply" } as const;
		const failure = err({ code: "review-closed" as const });
		expect(await workOn(database, gone, async () => failure)).toEqual({ ended: failure });
	});
});
