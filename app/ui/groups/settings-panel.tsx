import { getFormProps, useForm } from "@conform-to/react";
import type { ReactNode } from "react";
import type { Group } from "../../domain/groups/group.ts";
import { settingsDefaults } from "../../domain/groups/group-input.ts";
import {
	GROUP_SETTINGS,
	SETTING_NAMES,
	type SettingName,
} from "../../domain/groups/group-settings.ts";
import { texts } from "../../texts/texts.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { HELP_LINKS } from "../help/help-links.ts";
import { Notice } from "../notice.tsx";
import { Sentence } from "../sentence.tsx";
import { Time } from "../time.tsx";
import { type PoolView, poolHref } from "./pool-view.ts";
import { type Refusal, refusalOf } from "./refusal.ts";
import {
	choiceWords,
	SettingsFields,
	SettingsList,
	settingLabel,
	settingValues,
} from "./settings-fields.tsx";

const words = texts.pages.groups.settings;
const LAST_SAVED =
	"figures mt-4 border-line border-t pt-3 text-muted text-sm [overflow-wrap:anywhere]";

type Props = {
	group: Group;
	mayWrite: boolean;
	zone: string;
	refusal: Refusal | undefined;
	attestedCalls: { calls: number; attested: number };
	view: PoolView;
	/** The message about the last save of the settings. */
	done?: ReactNode;
};

/** The right side of a group's page: the settings of every number of the group (G7). */
export function SettingsPanel(props: Props) {
	const { group, mayWrite, zone, refusal, attestedCalls, view, done } = props;
	return (
		<section aria-labelledby="settings-heading" className="panel p-4" data-place="settings">
			<h2 id="settings-heading">{words.heading}</h2>
			{done && <div className="mt-3">{done}</div>}
			<p className="mt-1 mb-4 text-muted text-sm">
				{words.scope}{" "}
				<a href={HELP_LINKS.callers.to} className="link">
					{HELP_LINKS.callers.name}
				</a>
			</p>
			{mayWrite ? (
				<SettingsForm
					{...{ group, zone }}
					refusal={refusalOf(refusal, "save-settings")}
					action={poolHref(view)}
				/>
			) : (
				<SettingsList settings={group.settings} />
			)}
			<div className="mt-4 space-y-1 border-line border-t pt-3 text-muted text-sm">
				<h3 className="font-medium text-ink">{words.aniHeading}</h3>
				<p>{words.aniWorth}</p>
				<p className="figures">{words.attestedShare(attestedCalls)}</p>
			</div>
			<p className={LAST_SAVED}>
				<Sentence
					of={words.lastSaved({
						by: group.updatedBy,
						time: <Time at={group.updatedAt} zone={zone} />,
					})}
				/>
			</p>
		</section>
	);
}

type FormProps = Pick<Props, "group" | "zone" | "refusal"> & {
	/** The page, without a #fragment: the redirect would inherit it. */
	action: string;
};

function SettingsForm({ group, zone, refusal, action }: FormProps) {
	const [form, fields] = useForm<Record<SettingName | "version", string>>({
		id: "settings",
		lastResult: refusal?.reply ?? null,
		defaultValue: { ...settingsDefaults(group.settings), version: String(group.version) },
	});
	const theirs = refusal?.conflict?.group;
	// Optimistic lock: after a conflict the editor has seen the current version. After any other
	// refusal the editor has seen only the version before.
	const version = theirs ? theirs.version : String(fields.version.initialValue);
	const labels = Object.fromEntries(
		SETTING_NAMES.map((name) => [name, { id: fields[name].id, label: settingLabel(name) }]),
	);
	return (
		<form
			{...getFormProps(form)}
			method="post"
			action={action}
			noValidate
			data-unsaved={refusal ? "typed" : ""}
		>
			<input type="hidden" name="intent" value="save-settings" />
			<input type="hidden" name="version" value={version} />
			{theirs && refusal?.conflict && (
				<SettingsConflict
					yours={refusal.reply.initialValue ?? {}}
					theirs={theirs}
					{...refusal.conflict}
					zone={zone}
				/>
			)}
			<ErrorSummary form={form} labels={labels} />
			<SettingsFields fields={fields} />
			<div className="mt-5 flex flex-wrap items-center gap-3">
				<button type="submit" className="button button-primary">
					{words.save}
				</button>
				{refusal && (
					<a href={action} className="link" data-gives-up>
						{theirs ? texts.pages.groups.entry.keepSaved : texts.pages.shared.cancel}
					</a>
				)}
			</div>
		</form>
	);
}

/** Both users' values side by side, for the editor to choose (G11). */
function SettingsConflict({
	yours,
	theirs,
	by,
	at,
	zone,
}: {
	yours: Record<string, unknown>;
	theirs: Group;
	by: string;
	at: Date;
	zone: string;
}) {
	const saved = settingValues(theirs.settings);
	const typed = (name: SettingName) => {
		const value = yours[name];
		const { kind } = GROUP_SETTINGS[name];
		if (kind === "switch") return value === "on" ? words.on : words.off;
		if (typeof value !== "string") return "";
		return kind === "choice" ? choiceWords(name, value).label : value;
	};
	const names = SETTING_NAMES.filter((name) => saved[name].replace(",", "") !== typed(name));
	return (
		<Notice look="warn" role="alert" focus>
			<p className="font-semibold [overflow-wrap:anywhere]">
				<Sentence of={words.changedMeanwhile({ by, time: <Time at={at} zone={zone} /> })} />
			</p>
			<table className="figures mt-2 w-full text-left text-sm">
				<thead>
					<tr>
						<th scope="col">{words.setting}</th>
						<th scope="col">{words.savedNow}</th>
						<th scope="col">{words.yours}</th>
					</tr>
				</thead>
				<tbody>
					{names.map((name) => (
						<tr key={name}>
							<th scope="row" className="pr-2 font-normal">
								{settingLabel(name)}
							</th>
							<td className="pr-2">{saved[name]}</td>
							<td>{typed(name)}</td>
						</tr>
					))}
				</tbody>
			</table>
			<p className="mt-2">{words.saveAgain}</p>
		</Notice>
	);
}
