import { type AuditPreset, pressPreset } from "../../domain/records/audit-presets.ts";
import { type RecordView, recordQuery } from "../../domain/records/record-view.ts";
import { texts } from "../../texts/texts.ts";

const LINK = "block rounded-full border px-2.5 py-0.5";
const OFF = `${LINK} border-line-strong text-ink hover:bg-sunken`;
const ON = `${LINK} border-accent bg-accent-soft font-medium text-accent`;

/** Filters that one press sets, and a second press takes away. They keep the other fields. */
export function AuditPresetLinks({ view, presets }: { view: RecordView; presets: AuditPreset[] }) {
	return (
		<nav
			aria-label={texts.pages.audit.filter.presets}
			className="border-line border-b px-4 py-2 text-sm print:hidden"
		>
			<ul className="flex flex-wrap gap-2">
				{presets.map((preset) => {
					const { isOn, view: to } = pressPreset(view, preset);
					return (
						<li key={preset.name}>
							<a
								href={`/settings/audit${recordQuery(to)}`}
								aria-current={isOn || undefined}
								className={isOn ? ON : OFF}
							>
								{preset.name}
							</a>
						</li>
					);
				})}
			</ul>
		</nav>
	);
}
