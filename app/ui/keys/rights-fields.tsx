import { API_SCOPES, type ApiScope } from "../../domain/people/roles.ts";
import { texts } from "../../texts/texts.ts";
import { ariaOf, Field, FieldError, type Meta } from "../field.tsx";
import { Choice, GroupChoice } from "../group-choice.tsx";

const words = texts.pages.keys.create;
const SCOPE_HINTS: Record<ApiScope, string> = words.scopeHints;

type Props = {
	fields: Record<"name" | "scopes" | "groupIds" | "expiresOn" | "networks", Meta>;
	groups: { id: string; name: string }[];
	chosen: { scopes: readonly string[]; groupIds: readonly string[]; isLimited: boolean };
	zone: string;
};

/** What a key may do, and from where and until when (C11, C11a). */
export function RightsFields({ fields, groups, chosen, zone }: Props) {
	return (
		<>
			<Field label={words.name} meta={fields.name} autoComplete="off" hint={words.nameHint} />
			<fieldset aria-describedby={fields.scopes.errors ? "scopes-error" : undefined}>
				<legend className="mb-1 font-medium">{words.scopes}</legend>
				{API_SCOPES.map((scope) => (
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
			<GroupChoice
				groups={groups}
				isLimited={chosen.isLimited}
				chosen={chosen.groupIds}
				errors={fields.groupIds.errors}
				words={{
					legend: words.groups,
					all: words.allGroups,
					some: words.someGroups,
					list: words.groupList,
				}}
			/>
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
