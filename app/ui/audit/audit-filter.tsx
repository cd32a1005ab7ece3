import { AUDIT_ACTIONS, AUDIT_AREAS } from "../../domain/audit/audit-action.ts";
import type { RecordView } from "../../domain/records/record-view.ts";
import { texts } from "../../texts/texts.ts";
import { FilterField, FilterTime, RecordFilterForm } from "../records/record-filter.tsx";

const words = texts.pages.audit.filter;

type Props = { view: RecordView; zone: string; people: string[]; groups: string[] };

/** The filter of the audit log (O5). */
export function AuditFilterForm({ view, zone, people, groups }: Props) {
	return (
		<RecordFilterForm view={view} path="/settings/audit">
			<FilterField view={view} name="who" label={words.who} list={people} />
			<div className="min-w-0">
				<label htmlFor="filter-what" className="mb-0.5 block text-muted text-sm">
					{words.what}
				</label>
				<select id="filter-what" name="what" defaultValue={view.typed.what} className="input">
					<option value="">{words.everything}</option>
					{Object.entries(AUDIT_AREAS).map(([area, { name, actions }]) => (
						<optgroup key={area} label={name}>
							{actions.length > 1 && (
								<option value={area}>{words.wholeArea({ area: name })}</option>
							)}
							{actions.map((action) => (
								<option key={action} value={action}>
									{AUDIT_ACTIONS[action]}
								</option>
							))}
						</optgroup>
					))}
				</select>
			</div>
			<FilterField view={view} name="object" label={words.object} list={groups} />
			<FilterTime view={view} name="from" label={words.from({ zone })} />
			<FilterTime view={view} name="to" label={words.to({ zone })} />
		</RecordFilterForm>
	);
}
