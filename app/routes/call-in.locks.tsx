import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { isUuid } from "../../db/groups/groups.ts";
import { listCodeGuards } from "../../db/match/code-guards.ts";
import { listCodeLocks } from "../../db/match/code-locks.ts";
import { readDatabaseTime } from "../../db/paging/record-count.ts";
import { GUARD_KINDS } from "../domain/match/guarding.ts";
import { redirectWithFlash } from "../http/pages/flash.server.ts";
import { readForm } from "../http/pages/form.server.ts";
import { requirePermission } from "../http/pages/permission.server.ts";
import { liftCodeGuard, liftCodeLock } from "../operations/match/lift-code-lock.ts";
import { getService } from "../platform/database.server.ts";
import { texts } from "../texts/texts.ts";
import { LiveNote } from "../ui/live-note.tsx";
import { PageHeading } from "../ui/page.tsx";
import { GuardTable } from "../ui/records/guard-table.tsx";
import { LockTable, lockedPair } from "../ui/records/lock-table.tsx";
import { RecordTabs } from "../ui/records/record-tabs.tsx";

const words = texts.pages.records;

/** More locks mean guessing from many numbers. The page shows the locks that last longest. */
const SHOWN_MAX = 200;

export const meta: MetaFunction = () => [{ title: words.locks.tabTitle }];

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { user } = await requirePermission({ request, context }, "lock:lift");
	const { db } = await getService();
	return {
		guards: await listCodeGuards(db, SHOWN_MAX),
		locks: await listCodeLocks(db, SHOWN_MAX),
		zone: user.timeZone,
		now: await readDatabaseTime(db),
	};
}

export async function action({ request, context }: ActionFunctionArgs) {
	const signedIn = await requirePermission({ request, context }, "lock:lift");
	const form = await readForm(request);
	// No number has control characters, and no database accepts all of them.
	const number = (name: string) => String(form.get(name) ?? "").replace(/\p{Cc}/gu, "") || null;
	const { db } = await getService();
	const kind = GUARD_KINDS.find((known) => known === form.get("guard"));
	if (kind !== undefined) {
		const target = number("target") ?? "";
		const isLifted = await liftCodeGuard(db, { kind, target }, signedIn.actor);
		const message = isLifted
			? words.guards.lifted({ number: kind === "number" ? target : null })
			: words.guards.notGuarded;
		return redirectWithFlash(signedIn, "/call-in/locks", { message });
	}
	const id = String(form.get("lock") ?? "");
	const lock = isUuid(id) ? await liftCodeLock(db, id, signedIn.actor) : null;
	const message = lock ? words.locks.lifted(lockedPair(lock)) : words.locks.notLocked;
	return redirectWithFlash(signedIn, "/call-in/locks", { message });
}

export default function Locks() {
	const { guards, locks, zone, now } = useLoaderData<typeof loader>();
	return (
		<>
			<PageHeading title={words.title}>
				<a href="/call-in/locks" className="button">
					{texts.pages.shared.refresh}
				</a>
			</PageHeading>
			<RecordTabs current="/call-in/locks" liftsLocks />
			<div data-live="locks">
				<div className="mb-2 text-sm">
					<LiveNote now={now} zone={zone} />
				</div>
				<div data-live-part="guards">
					<GuardTable guards={guards} zone={zone} />
				</div>
				<div data-live-part="list">
					<LockTable locks={locks} zone={zone} />
				</div>
				{locks.length === SHOWN_MAX && (
					<p className="mt-3 text-muted text-sm">{words.locks.longest({ count: SHOWN_MAX })}</p>
				)}
			</div>
		</>
	);
}
