import type { SharedError } from "../../domain/import/all-groups/shared-errors.ts";
import type { Removals } from "../../operations/import/find-removals.ts";
import { texts } from "../../texts/texts.ts";
import { FileSetting } from "../../ui/import/all-groups/file-setting.tsx";
import { SharedErrors } from "../../ui/import/all-groups/shared-errors.tsx";
import { WorkProgress } from "../../ui/import/all-groups/work-progress.tsx";
import { ExistingChoiceFields } from "../../ui/import/existing-choice.tsx";
import { GroupsReview } from "../../ui/import/groups-review.tsx";
import { GroupsUploadForm } from "../../ui/import/groups-upload-form.tsx";
import { GroupsVerdict } from "../../ui/import/groups-verdict.tsx";
import { MissingConnectionsPanel } from "../../ui/import/missing-connections.tsx";
import { show, type Wing } from "../kit/example.tsx";
import { ago, idOf, LONG_EMAIL, LONG_WORD, ZONE } from "../kit/fixtures.ts";
import { GROUPS_REPAIRS, groupsOf, sumsOf } from "../kit/groups-import-fixtures.ts";

const SUMS = sumsOf({ error: 2, new: 9000, changed: 900, unchanged: 1, skipped: 3, "left-out": 4 });

const NOT_UNDONE = { undoneBy: null, undoneAt: null, undo: null };

const NO_REMOVALS: Removals = { groups: [], found: 0, live: [] };
const REMOVALS: Removals = {
	groups: [
		{ index: 3, name: LONG_WORD, removed: 9000 },
		{ index: 0, name: "Claims", removed: 1 },
	],
	found: 12,
	live: [{ number: "+18005555554", liveRequests: 3 }],
};
const verdict = (
	counts: Parameters<typeof sumsOf>[0],
	plan: string | null = "1",
	removals = NO_REMOVALS,
) => (
	<GroupsVerdict
		review={{ id: idOf(60), version: 1 }}
		plan={plan}
		sums={sumsOf(counts)}
		appliedBy={plan === null ? LONG_EMAIL : null}
		appliedAt={plan === null ? ago(60) : null}
		{...NOT_UNDONE}
		zone={ZONE}
		removals={removals}
	/>
);

type ReviewState = { plan: string | null; rows: number; found: number; q?: string; page?: number };
const review = ({ plan, rows, found, q = "", page = 1 }: ReviewState) => (
	<GroupsReview
		review={{
			...{ id: idOf(60), fileName: "groups.json", existing: "skip", version: 1 },
			createdBy: LONG_EMAIL,
		}}
		createdAt={ago(600)}
		appliedBy={plan === null ? "ann@example.com" : null}
		appliedAt={plan === null ? ago(60) : null}
		{...NOT_UNDONE}
		plan={plan}
		sums={plan === null ? sumsOf({ new: 2 }) : SUMS}
		repairs={GROUPS_REPAIRS}
		sharedErrors={[]}
		country="US"
		groups={groupsOf(rows)}
		missing={plan === null ? null : { unknown: [LONG_WORD, "Twilio"], leftOut: ["Kamailio"] }}
		found={found}
		view={{ show: null, q, page, pageSize: 50 }}
		zone={ZONE}
		removals={plan === null ? null : REMOVALS}
	/>
);

const SETTING_META = {
	...{ id: "setting", name: "setting", errors: undefined },
	...{ errorId: "setting-error", descriptionId: "setting-hint" },
};

const SHARED_ERRORS: SharedError[] = [
	{
		...{ setting: "expirySeconds", given: "5", groups: 9000 },
		problem: {
			...{ path: "settings.expirySeconds", value: "5", code: "group-rule" },
			error: { code: "expiry-range" },
		},
	},
	{
		...{ setting: "uniqueDnis", given: JSON.stringify(LONG_WORD), groups: 2 },
		problem: {
			...{ path: "settings.uniqueDnis", value: LONG_WORD, code: "group-field-type" },
			expected: "true or false",
		},
	},
];

/** Groups from a JSON file. */
export const groupsImport: Wing = {
	path: "groups-import",
	title: "Import of groups",
	components: [
		show(GroupsUploadForm, {
			empty: <GroupsUploadForm refused={undefined} />,
			refused: <GroupsUploadForm refused={{ message: LONG_WORD, existing: "update" }} />,
		}),
		show(ExistingChoiceFields, {
			skip: (
				<form>
					<ExistingChoiceFields chosen="skip" />
				</form>
			),
			update: (
				<form>
					<ExistingChoiceFields chosen="update" />
				</form>
			),
		}),
		show(GroupsVerdict, {
			"one group in error": verdict({ error: 1, new: 2 }),
			"ready to apply": verdict({ new: 1, changed: 9999 }),
			"removes numbers": verdict({ changed: 12 }, "1", REMOVALS),
			"nothing to do": verdict({ unchanged: 3, skipped: 1 }),
			applied: verdict({ new: 1, changed: 2 }, null),
		}),
		show(WorkProgress, {
			"just begun": (
				<WorkProgress work={{ kind: "check", done: 0, total: null }} now={ago(1)} zone={ZONE} />
			),
			halfway: (
				<WorkProgress
					work={{ kind: "apply", done: 5000, total: 10_000 }}
					now={ago(1)}
					zone={ZONE}
				/>
			),
		}),
		show(FileSetting, {
			"a number, missing": (
				<FileSetting
					setting="expirySeconds"
					label="Expiry (seconds)"
					meta={{ ...SETTING_META, initialValue: "" }}
					notes={[texts.pages.import.groups.fields.missing({ value: "30" })]}
				/>
			),
			"a choice, wrong": (
				<FileSetting
					setting="callerId"
					label="Caller ID"
					meta={{ ...SETTING_META, id: "choice", initialValue: LONG_WORD, errors: [LONG_WORD] }}
					notes={[]}
				/>
			),
		}),
		show(SharedErrors, {
			"two errors": <SharedErrors errors={SHARED_ERRORS} />,
			"a correction that is wrong too": (
				<SharedErrors
					errors={SHARED_ERRORS}
					still={{ setting: "expirySeconds", given: "5", text: "9", message: LONG_WORD }}
				/>
			),
			"none, so nothing": <SharedErrors errors={[]} />,
		}),
		show(MissingConnectionsPanel, {
			"unknown, and left out": (
				<MissingConnectionsPanel
					missing={{ unknown: [LONG_WORD, "Twilio"], leftOut: ["Kamailio"] }}
				/>
			),
			"none, so nothing": <MissingConnectionsPanel missing={{ unknown: [], leftOut: [] }} />,
		}),
		show(GroupsReview, {
			"open, 10,000 groups": review({ plan: "1", rows: 6, found: 10_000, page: 100 }),
			"no such group": review({ plan: "1", rows: 0, found: 0, q: "nothing" }),
			applied: review({ plan: null, rows: 2, found: 2 }),
		}),
	],
};
