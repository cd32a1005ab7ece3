import { DEFAULT_GROUP_SETTINGS } from "../../domain/groups/group-settings.ts";
import type { ConnectionStep } from "../../domain/import/all-groups/connections-plan.ts";
import type { GivenFields } from "../../domain/import/all-groups/given-fields.ts";
import type { GroupProblem } from "../../domain/import/all-groups/group-problem.ts";
import { FileFields } from "../../ui/import/all-groups/file-fields.tsx";
import { ConnectionSteps } from "../../ui/import/connection-steps.tsx";
import { GroupsReviewTable, Problems } from "../../ui/import/groups-review-table.tsx";
import { GroupsRepairs } from "../../ui/import/repairs/groups-repairs.tsx";
import { ReviewedGroup } from "../../ui/import/reviewed-group.tsx";
import { show, type Wing } from "../kit/example.tsx";
import { idOf, LONG_WORD, numberOf } from "../kit/fixtures.ts";
import {
	GROUPS_REPAIRS,
	groupsOf,
	SHOWN_NUMBERS,
	shownGroupOf,
} from "../kit/groups-import-fixtures.ts";

const STEPS: ConnectionStep[] = [
	{
		...{ id: idOf(70), name: "Kamailio, Frankfurt", isServedAnew: true },
		destinations: {
			before: { target: null, secondTarget: null, fallback: null, language: null },
			after: {
				...{ target: "sip:claims@pbx.example.com", secondTarget: "+14155550133" },
				...{ fallback: null, language: "de" },
			},
		},
	},
];

const GIVEN: GivenFields = {
	...{ name: `"${LONG_WORD}"`, generateAccessCode: "true", expirySeconds: "5" },
	...{ uniqueDnis: '"yes"', guard: '"alertOnly"' },
	unknown: [{ key: "expirySecs", value: "60" }],
};
const WRONG: GroupProblem[] = [
	{
		...{ path: "settings.expirySeconds", value: "5", code: "group-rule" },
		error: { code: "expiry-range" },
	},
	{
		...{ path: "settings.uniqueDnis", value: '"yes"', code: "group-field-type" },
		expected: "true or false",
	},
];

const reviewed = (numbers: typeof SHOWN_NUMBERS, liveNumbers: number, q = "") => (
	<ReviewedGroup
		group={shownGroupOf(numbers.length === 0 ? 2 : 0)}
		given={GIVEN}
		existing={{ settings: DEFAULT_GROUP_SETTINGS }}
		numbers={numbers}
		found={numbers.length}
		toLookAt={numbers.length}
		steps={STEPS}
		live={Array.from({ length: liveNumbers }, (_, index) => ({
			number: numberOf(index),
			liveRequests: index + 1,
		}))}
		view={{ q, page: 1, pageSize: 50 }}
	/>
);

/** The groups in a review: all of them, and one alone. */
export const reviewedGroups: Wing = {
	path: "reviewed-groups",
	title: "Groups in a review",
	components: [
		show(GroupsRepairs, {
			"one group in error": (
				<GroupsRepairs repairs={GROUPS_REPAIRS} groupsInError={1} country="US" />
			),
			"no repair, 10,000 groups": (
				<GroupsRepairs repairs={[]} groupsInError={10_000} country="US" />
			),
		}),
		show(GroupsReviewTable, {
			"every outcome": (
				<GroupsReviewTable
					reviewId={idOf(60)}
					groups={groupsOf(6)}
					isOpen
					happened="What will happen"
				/>
			),
			applied: (
				<GroupsReviewTable
					reviewId={idOf(60)}
					groups={groupsOf(3)}
					isOpen={false}
					happened="What happened"
				/>
			),
		}),
		show(Problems, {
			"of a group in error": <Problems group={shownGroupOf(0)} />,
			"none, so nothing": <Problems group={shownGroupOf(1)} />,
		}),
		show(ConnectionSteps, {
			"serves the group, with its own destination": <ConnectionSteps steps={STEPS} />,
		}),
		show(FileFields, {
			"a new group": <FileFields group={shownGroupOf(1)} given={GIVEN} existing={null} />,
			"of an existing group, in error": (
				<FileFields
					group={shownGroupOf(0, { problems: WRONG })}
					given={GIVEN}
					existing={DEFAULT_GROUP_SETTINGS}
				/>
			),
		}),
		show(ReviewedGroup, {
			"numbers in error": reviewed(SHOWN_NUMBERS, 3),
			"no number to look at, many with live requests": reviewed([], 25),
			"nothing found": reviewed([], 0, "nothing"),
		}),
	],
};
