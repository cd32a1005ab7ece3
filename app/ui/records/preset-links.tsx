import { type Preset, pressPreset } from "../../domain/records/record-presets.ts";
import { type RecordView, recordQuery } from "../../domain/records/record-view.ts";
import { texts } from "../../texts/texts.ts";

const LINK = "block rounded-full border px-2.5 py-0.5";
const OFF = `${LINK} border-line-strong text-ink hover:bg-sunken`;
const ON = `${LINK} border-accent bg-accent-soft font-medium text-accent`;

/**
 * Filters of the list at `path` that one press sets, and a second press takes away (K6). They keep
 * the other fields.
 */
export function PresetLinks({
	path,
	view,
	presets,
}: {
	path: string;
	view: RecordView;
	presets: Preset[];
}) {
	return (
		<ul aria-label={texts.pages.records.ways.presets} className="flex flex-wrap gap-2">
			{presets.map((preset) => {
				const { isOn, view: to } = pressPreset(view, preset);
				return (
					<li key={preset.name}>
						<a
							href={path + recordQuery(to)}
							aria-current={isOn || undefined}
							className={isOn ? ON : OFF}
						>
							{preset.name}
						</a>
					</li>
				);
			})}
		</ul>
	);
}
