import { API_SCOPES, type ApiScope } from "../../domain/people/roles.ts";
import { texts } from "../../texts/texts.ts";
import { ariaOf, Field, FieldError, type Meta } from "../field.tsx";
import { Choice, GroupChoice } from "../group-choice.tsx";

const words = texts.pages.keys.create;
const SCOPE_HINTS: Record<ApiScope, string> = words.scopeHints;

/** What a key may use: all groups, some of them, or the built-in test groups. */
export type GroupLimit = "all" | "some" | "test";

type Props = {
	fields: Record<"name" | "scopes" | "groupIds" | "expiresOn" | "networks", Meta>;
	groups: { id: string; name: string }[];
	chosen: { scopes: readonly string[]; groupIds: readonly string[]; limit: GroupLimit };
	/** A new key may be of either kind, which then stays (C17). */
	kind: "new" | "live" | "test";
	zone: string;
};

/** What a key may do, and from where and until when (C11, C11a). */
export function RightsFields({ fields, groups, chosen, zone, kind }: Props) {
	const scopes = API_SCOPES.filter((scope) => kind !== "test" || scope !== "provision");
	return (
		<>
			<Field label={words.name} meta={fields.name} autoComplete="off" hint={words.nameHint} />
			<fieldset aria-describedby={fields.scopes.errors ? "scopes-error" : undefined}>
				<legend className="mb-1 font-medium">{words.scopes}</legend>
				{scopes.map((scope) => (
					<Choice
						key={scope}
						type="checkbox"
						id={`scope-${scope}`}
						name="scopes"
						value={scope}
						isChosen={chosen.scopes.includes(scope)}
					>
						<code className="font-mono text-sm">{scope}</code>{" "}
						<span className="text-muted text-sm">{SCOPE_HINTS[scope]}</span>
					</Choice>
				))}
				{fields.scopes.errors && (
					<p id="scopes-error" className="field-error mt-1 text-danger text-sm">
						{fields.scopes.errors.join(" ")}
					</p>
				)}
			</fieldset>
			{kind === "test" ? (
				<p>
					<input type="hidden" name="limit" value="test" />
					{words.isTest}
				</p>
			) : (
				<GroupChoice
					groups={groups}
					isLimited={chosen.limit === "some"}
					chosen={chosen.groupIds}
					errors={fields.groupIds.errors}
					words={{
						legend: words.groups,
						all: words.allGroups,
						some: words.someGroups,
						list: words.groupList,
					}}
					test={
						kind === "new"
							? { label: words.testGroups, isChosen: chosen.limit === "test" }
							: undefined
					}
				/>
			)}
			<Field
				label={words.expiresOn}
				meta={fields.expiresOn}
				type="date"
				autoComplete="off"
				short
				hint={words.expiresOnHint({ zone })}
			/>
			<div>
				<label htmlFor={fields.networks.id} className="mb-1 block font-medium">
					{words.networks}
				</label>
				<textarea
					id={fields.networks.id}
					name={fields.networks.name}
					rows={2}
					spellCheck={false}
					defaultValue={
						typeof fields.networks.initialValue === "string" ? fields.networks.initialValue : ""
					}
					className="input font-mono text-sm"
					{...ariaOf(fields.networks, words.networksHint)}
				/>
				<p id={fields.networks.descriptionId} className="mt-1 text-muted text-sm">
					{words.networksHint}
				</p>
				<FieldError meta={fields.networks} />
			</div>
		</>
	);
}
