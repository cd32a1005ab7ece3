import { GROUP_SETTINGS, type SettingName } from "../../../domain/groups/group-settings.ts";
import { fieldText } from "../../../domain/import/all-groups/given-fields.ts";
import { messageOfGroupProblem } from "../../../domain/import/all-groups/groups-file-messages.ts";
import type { SharedError } from "../../../domain/import/all-groups/shared-errors.ts";
import { texts } from "../../../texts/texts.ts";
import { settingLabel } from "../../groups/settings-fields.tsx";
import { FileSetting } from "./file-setting.tsx";

const words = texts.pages.import.groups.sharedErrors;

/** A typed correction that is wrong too, and why. */
export type StillWrong = { setting: SettingName; given: string; text: string; message: string };

type Props = { errors: SharedError[]; still?: StillWrong | undefined };

/** Wrong settings that several groups of a file share, each with one correction for all (I10). */
export function SharedErrors({ errors, still }: Props) {
	if (errors.length === 0) return null;
	return (
		<section className="panel mt-6 p-4" aria-labelledby="shared-errors-heading">
			<h2 id="shared-errors-heading">{words.heading}</h2>
			<ul className="mt-3 divide-y divide-line">
				{errors.map((error, at) => (
					<li key={`${error.setting} ${error.given}`} className="py-4 [overflow-wrap:anywhere]">
						<OneError
							{...error}
							id={`shared-${at}`}
							still={
								still?.setting === error.setting && still.given === error.given ? still : undefined
							}
						/>
					</li>
				))}
			</ul>
		</section>
	);
}

function OneError({
	setting,
	given,
	problem,
	groups,
	id,
	still,
}: SharedError & { id: string; still: StillWrong | undefined }) {
	const text = fieldText(setting, { [setting]: given });
	return (
		<form method="post">
			<input type="hidden" name="intent" value="correct-setting" />
			<input type="hidden" name="setting" value={setting} />
			<input type="hidden" name="given" value={given} />
			<FileSetting
				setting={setting}
				label={words.inGroups({ setting: settingLabel(setting), given: text, groups })}
				meta={{
					id,
					name: setting,
					errors: [still ? still.message : messageOfGroupProblem(problem)],
					errorId: `${id}-error`,
					descriptionId: `${id}-hint`,
					initialValue: still ? still.text : text,
				}}
				notes={GROUP_SETTINGS[setting].kind === "count" ? [words.hint] : []}
			/>
			<button type="submit" className="button mt-3">
				{words.correct({ groups })}
				<span className="sr-only">{words.which({ setting: settingLabel(setting) })}</span>
			</button>
		</form>
	);
}
