import type { ListedGroup } from "../../domain/traffic/group-risks.ts";
import { GROUP_RISKS } from "../../domain/traffic/group-risks.ts";
import type { ShortCodes } from "../../domain/traffic/traffic-messages.ts";
import { AddEntryForm } from "../../ui/groups/add-entry-form.tsx";
import { CodesNotice } from "../../ui/groups/codes-notice.tsx";
import { DeleteGroupButton, DeleteGroupQuestion } from "../../ui/groups/delete-group.tsx";
import { DeletedGroups } from "../../ui/groups/deleted-groups.tsx";
import { DnisField } from "../../ui/groups/dnis-field.tsx";
import { EditEntryForm } from "../../ui/groups/edit-entry-form.tsx";
import { GroupPicker } from "../../ui/groups/group-picker.tsx";
import { GroupTable } from "../../ui/groups/group-table.tsx";
import type { Refusal } from "../../ui/groups/refusal.ts";
import { SettingsFields, SettingsList } from "../../ui/groups/settings-fields.tsx";
import { SettingsPanel } from "../../ui/groups/settings-panel.tsx";
import { InForm, refused, show, type Wing } from "../kit/example.tsx";
import { ago, entryOf, groupOf, idOf, LONG_NAME, numberOf, ZONE } from "../kit/fixtures.ts";

const SETTINGS = {
	generateAccessCode: "on",
	accessCodeLength: "6",
	expirySeconds: "30",
	uniqueDnis: "",
	callerId: "any",
	guard: "guard",
};
const WRONG_SETTINGS = {
	...SETTINGS,
	accessCodeLength: "3",
	expirySeconds: "1801",
	callerId: "some",
};
const SETTINGS_ERRORS = {
	accessCodeLength: ["Enter a whole number from 4 to 10."],
	expirySeconds: ["Enter a whole number from 10 to 1,800."],
	callerId: ["Choose any, equal or attested."],
};
const theirs = groupOf({
	settings: { ...groupOf().settings, expirySeconds: 1800, uniqueDnis: true, callerId: "equal" },
	version: 5,
});

const typed = { number: "+1 (800) 555-0001", description: "d".repeat(40) };
const addRefused: Refusal = {
	intent: "add-entry",
	reply: refused(typed, {
		number: ["Write the number with digits only."],
		description: ["A description has at most 32 characters; this one has 40."],
	}),
	offers: ["+18005550001"],
};
const editRefused: Refusal = { ...addRefused, intent: "edit-entry" };
const editConflict: Refusal = {
	intent: "edit-entry",
	reply: refused({ number: numberOf(0), description: "Yours" }, {}),
	conflict: { by: "bob@example.com", at: ago(20), entry: entryOf(0, { version: 2 }) },
};
const deleteRefused: Refusal = {
	intent: "delete-group",
	reply: refused({}, { "": ["The group was changed meanwhile. Look again before you delete."] }),
};

const panel = (refusal?: Refusal, mayWrite = true) => (
	<SettingsPanel
		group={groupOf()}
		mayWrite={mayWrite}
		zone={ZONE}
		refusal={refusal}
		view={{ q: "", state: null, sort: "number", page: 1 }}
		attestedCalls={mayWrite ? { calls: 143, attested: 87 } : { calls: 0, attested: 0 }}
	/>
);
const edit = (refusal?: Refusal) => (
	<EditEntryForm
		entry={entryOf(0)}
		refusal={refusal}
		zone={ZONE}
		place={0}
		action="?"
		doneHref="#"
	/>
);
const dnis = (value: string, error?: string, offers?: string[]) => (
	<InForm values={{ value }} {...(error && { errors: { value: [error] } })}>
		{(fields) => <DnisField label="New DNIS" meta={fields.value} offers={offers} />}
	</InForm>
);
const question = (poolSize: number, liveRequests: number, refusal?: Refusal) => (
	<DeleteGroupQuestion
		group={groupOf({ poolSize, name: poolSize > 1 ? LONG_NAME : "auto_insurance" })}
		liveRequests={liveRequests}
		refusal={refusal}
	/>
);
const settings = (values: typeof SETTINGS, errors?: Record<string, string[]>) => (
	<InForm values={values} {...(errors && { errors })}>
		{(fields) => <SettingsFields fields={fields} />}
	</InForm>
);

const picker = (hasMore: boolean) => (
	<GroupPicker
		current={{ id: idOf(hasMore ? 9 : 2), name: hasMore ? LONG_NAME : "renewals" }}
		groups={["auto_insurance", "renewals", "roadside"].map((name, index) => ({
			id: idOf(index + 1),
			name,
		}))}
		hasMore={hasMore}
	/>
);

const listed = (more: Partial<ListedGroup> = {}): ListedGroup => ({
	...groupOf(),
	...{ live: 0, numbersInUse: 0, numbersTaken: 0, refused: 0, risks: [] },
	...more,
});

const codesNotice = (shortCodes: ShortCodes, mayWrite = true) => (
	<CodesNotice group={groupOf()} usage={{ denseCodes: null, shortCodes }} mayWrite={mayWrite} />
);

/** Groups, their settings, and the forms of their numbers. */
export const groups: Wing = {
	path: "groups",
	title: "Groups and settings",
	components: [
		show(GroupTable, {
			empty: <GroupTable groups={[]} />,
			"four groups": (
				<GroupTable
					groups={[
						listed(),
						listed({
							...{ id: idOf(2), name: LONG_NAME, poolSize: 10_000 },
							...{ live: 12_345, numbersInUse: 9_876, numbersTaken: 9_876, refused: 1_234 },
							risks: [...GROUP_RISKS],
						}),
						listed({ id: idOf(3), name: "50% off / “Ünïcode” <b>&?#", settings: theirs.settings }),
						listed({
							...{ id: idOf(4), poolSize: 1, risks: ["codes-too-short"] },
							settings: { ...theirs.settings, generateAccessCode: false },
						}),
					]}
				/>
			),
		}),
		show(GroupPicker, {
			"three groups": picker(false),
			"thousands, not listed": picker(true),
		}),
		show(DeleteGroupButton, { plain: <DeleteGroupButton /> }),
		show(DeleteGroupQuestion, {
			"one number, no live request": question(1, 0),
			"10,000 numbers, long name": question(10_000, 10_000),
			"refused, one live request": question(2, 1, deleteRefused),
		}),
		show(DeletedGroups, {
			"two groups": (
				<DeletedGroups
					groups={[
						{
							groupId: idOf(70),
							name: LONG_NAME,
							numbers: 10_000,
							by: "ann@example.com",
							at: ago(60),
						},
						{
							groupId: idOf(71),
							name: "roadside",
							numbers: 1,
							by: "bob@example.com",
							at: ago(600),
						},
					]}
					zone={ZONE}
				/>
			),
			"none, so nothing": <DeletedGroups groups={[]} zone={ZONE} />,
		}),
		show(CodesNotice, {
			"codes too short": codesNotice({ live: 1, length: 4, needed: 5 }),
			"read only": codesNotice({ live: 1, length: 4, needed: 5 }, false),
		}),
		show(SettingsPanel, {
			filled: panel(),
			"read only": panel(undefined, false),
			refused: panel({ intent: "save-settings", reply: refused(WRONG_SETTINGS, SETTINGS_ERRORS) }),
			"somebody else saved": panel({
				intent: "save-settings",
				reply: refused({ ...SETTINGS, expirySeconds: "60" }, {}),
				conflict: { by: "bob@example.com", at: ago(20), group: theirs },
			}),
		}),
		show(SettingsFields, {
			filled: settings(SETTINGS),
			errors: settings(WRONG_SETTINGS, SETTINGS_ERRORS),
		}),
		show(SettingsList, { plain: <SettingsList settings={theirs.settings} /> }),
		show(DnisField, {
			empty: dnis(""),
			filled: dnis(numberOf(1)),
			"error with a remedy": dnis("+1 (800) 555-0001", "Write it with digits only.", [numberOf(1)]),
			"two readings": dnis("4795550132", "Use the number that you mean.", [
				"+14795550132",
				"+4795550132",
			]),
			error: dnis("call me", "This is no phone number."),
		}),
		show(AddEntryForm, {
			empty: <AddEntryForm refusal={undefined} action="?" cancelHref="#" />,
			refused: <AddEntryForm refusal={addRefused} action="?" cancelHref="#" />,
		}),
		show(EditEntryForm, {
			filled: edit(),
			refused: edit(editRefused),
			"somebody else saved": edit(editConflict),
		}),
	],
};
