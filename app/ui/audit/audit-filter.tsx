import { AUDIT_ACTIONS, AUDIT_AREAS } from "../../domain/audit/audit-action.ts";
import type { RecordView } from "../../domain/records/record-view.ts";
import { FilterField, RecordFilterForm } from "../records/record-filter.tsx";

type Props = { view: RecordView; zone: string; people: string[]; groups: string[] };

/** Which entries of the audit log are shown (O5). */
export function AuditFilterForm({ view, zone, people, groups }: Props) {
	return (
		<RecordFilterForm view={view} path="/settings/audit">
			<FilterField view={view} name="who" label="Who (name begins with)" list={people} />
			<div className="min-w-0">
				<label htmlFor="filter-what" className="mb-0.5 block text-muted text-sm">
					What
				</label>
				<select id="filter-what" name="what" defaultValue={view.typed.what} className="input">
					<option value="">Everything</option>
					{Object.entries(AUDIT_AREAS).map(([area, { name, actions }]) => (
						<optgroup key={area} label={name}>
							{actions.length > 1 && <option value={area}>{name}: all</option>}
							{actions.map((action) => (
								<option key={action} value={action}>
									{AUDIT_ACTIONS[action]}
								</option>
							))}
						</optgroup>
					))}
				</select>
			</div>
			<FilterField
				view={view}
				name="object"
				label="Object (name begins with, or ID)"
				list={groups}
			/>
			<FilterField view={view} name="from" label={`From (${zone})`} type="datetime-local" />
			<FilterField view={view} name="to" label={`To (${zone})`} type="datetime-local" />
		</RecordFilterForm>
	);
}
