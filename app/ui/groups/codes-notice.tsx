import type { Group } from "../../domain/groups/group.ts";
import { settingsDefaults } from "../../domain/groups/group-input.ts";
import { denseCodesMessage, shortCodesMessage } from "../../domain/traffic/traffic-messages.ts";
import type { Usage } from "../../operations/traffic/read-usage.ts";
import { texts } from "../../texts/texts.ts";
import { Notice } from "../notice.tsx";

type Props = {
	group: Group;
	usage: Pick<Usage, "denseCodes" | "shortCodes">;
	mayWrite: boolean;
};

/** Warns of codes that are too easy to guess, and sets the length that is enough in one click. */
export function CodesNotice({ group, usage: { denseCodes, shortCodes }, mayWrite }: Props) {
	if (denseCodes === null && shortCodes === null) return null;
	const { generateAccessCode, accessCodeLength, uniqueDnis } = group.settings;
	const lengthNow = generateAccessCode && !uniqueDnis ? accessCodeLength : null;
	return (
		<Notice look="warn">
			{denseCodes && <p>{denseCodesMessage(denseCodes, lengthNow)}</p>}
			{shortCodes && <p>{shortCodesMessage(shortCodes)}</p>}
			{shortCodes && mayWrite && <CodeLengthButton group={group} digits={shortCodes.needed} />}
		</Notice>
	);
}

/** The settings as they are, but for the length. */
function CodeLengthButton({ group, digits }: { group: Group; digits: number }) {
	const settings = { ...settingsDefaults(group.settings), accessCodeLength: String(digits) };
	const fields = { intent: "save-settings", version: String(group.version), ...settings };
	return (
		<form method="post" className="mt-2">
			{Object.entries(fields).map(([name, value]) => (
				<input key={name} type="hidden" name={name} value={value} />
			))}
			<button type="submit" className="button">
				{texts.pages.groups.settings.setCodeLength({ digits })}
			</button>
		</form>
	);
}
