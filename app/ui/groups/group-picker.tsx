import { texts } from "../../texts/texts.ts";

const { picker: words, label } = texts.pages.groups;

type Props = {
	current: { id: string; name: string };
	/** The groups to choose from, by name; the first ones where there are many. */
	groups: { id: string; name: string }[];
	/** Whether there are further groups. */
	hasMore: boolean;
};

/**
 * The choice of the group to configure: a select with a button. The script turns the select into a
 * field that searches all groups (app/browser/group-picker.ts).
 */
export function GroupPicker({ current, groups, hasMore }: Props) {
	const listed = groups.some(({ id }) => id === current.id) ? groups : [current, ...groups];
	return (
		<form
			action="/tools/click-to-call-in"
			autoComplete="off"
			className="group-picker"
			data-picker="/tools/click-to-call-in/names.json"
			data-label={label}
			data-none={words.none}
		>
			<label htmlFor="group-picker" className="font-medium">
				{words.label}
			</label>
			<select id="group-picker" name="group" defaultValue={current.id} className="input">
				{listed.map(({ id, name }) => (
					<option key={id} value={id}>
						{name}
					</option>
				))}
				{hasMore && <option value="">{words.more}</option>}
			</select>
			<button type="submit" className="button no-script">
				{words.open}
			</button>
		</form>
	);
}
