import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { RING_SECONDS } from "../../domain/conversation/next-step.ts";
import { WITHOUT_PLUS, type WithoutPlus } from "../../domain/numbers/readings.ts";
import type { ConnectionSettings } from "../../domain/phone-systems/connection.ts";
import {
	type ConnectionKind,
	factsOfKind,
	hasPrompts,
	parseKind,
} from "../../domain/phone-systems/connection-kinds.ts";
import { USER_DATA_KEYS_MAX } from "../../domain/phone-systems/parse-connection.ts";
import { texts } from "../../texts/texts.ts";
import { ChoiceFields } from "../choice-fields.tsx";
import { ErrorSummary } from "../error-summary.tsx";
import { Checkbox, Field } from "../field.tsx";
import { GroupChoice } from "../group-choice.tsx";
import { CarriedData } from "./carried-data.tsx";
import { LanguageField } from "./language-field.tsx";
import { SecretField } from "./secret-field.tsx";

const words = texts.pages.phoneSystems;

type Props = {
	/** The settings in the fields, and their version; null for a new connection. */
	stored: (ConnectionSettings & { version: number; kind: string }) | null;
	/** The kind of a new connection, whose secret is asked too. */
	newKind: ConnectionKind | null;
	requestId: string;
	groups: { id: string; name: string }[];
	/** Without `initialValue`, the fields have the stored settings. */
	reply: SubmissionResult<string[]> | undefined;
	cancelTo: string;
};

/** The settings of a connection (P1, P3, P6, N2), and the secret of a new one. */
export function ConnectionForm({ stored, newKind, requestId, groups, reply, cancelTo }: Props) {
	const [form, fields] = useForm<{
		name: string;
		secret: string;
		groupIds: string[];
		target: string;
		secondTarget: string;
		fallback: string;
		userDataKeys: string;
		language: string;
		releasesOnAnswer: string;
	}>({
		id: "connection",
		lastResult: reply ?? null,
		defaultValue: {
			name: stored?.name ?? "",
			target: stored?.target ?? "",
			secondTarget: stored?.secondTarget ?? "",
			fallback: stored?.fallback ?? "",
			userDataKeys: stored?.userDataKeys.join(", ") ?? "",
			language: stored?.language ?? "en",
		},
	});
	const sent = reply?.initialValue;
	const limit = sent ? sent.limit === "some" : stored !== null && stored.groupIds !== null;
	const chosen = sent ? ([sent.groupIds ?? []].flat() as string[]) : (stored?.groupIds ?? []);
	const numbers = WITHOUT_PLUS.find(
		(known) => known === (sent?.numbersWithoutPlus ?? stored?.numbersWithoutPlus),
	);
	const releases = sent ? sent.releasesOnAnswer === "on" : (stored?.releasesOnAnswer ?? true);
	const { name, secret, target, secondTarget, fallback, userDataKeys } = fields;
	const { releasesOnAnswer, language } = fields;
	const kind = newKind ?? parseKind(stored?.kind ?? "");
	const slot = newKind === null ? null : factsOfKind(newKind).secret.slot;
	const labels = {
		name: { id: name.id, label: words.form.name },
		...(slot ? { secret: { id: secret.id, label: words.secret.names[slot] } } : {}),
		groupIds: { id: "group-ids", label: words.form.groups },
		target: { id: target.id, label: words.form.target },
		secondTarget: { id: secondTarget.id, label: words.form.secondTarget },
		fallback: { id: fallback.id, label: words.form.fallback },
		userDataKeys: { id: userDataKeys.id, label: words.form.keys },
	};
	const { title, submit } =
		newKind === null
			? { title: undefined, submit: words.edit.submit }
			: { title: words.create.refused, submit: words.create.submit };
	return (
		<form {...getFormProps(form)} method="post" noValidate data-unsaved className="max-w-2xl">
			<ErrorSummary form={form} labels={labels} {...(title ? { title } : {})} />
			<input type="hidden" name="requestId" value={requestId} />
			{stored && <input type="hidden" name="version" value={stored.version} />}
			<div className="panel space-y-5 p-4">
				<Field label={words.form.name} meta={name} autoComplete="off" hint={words.form.nameHint} />
				{newKind && <SecretField kind={newKind} meta={secret} />}
				<div>
					<GroupChoice
						groups={groups}
						isLimited={limit}
						chosen={chosen}
						errors={fields.groupIds.errors}
						words={{
							legend: words.form.groups,
							all: words.form.everyGroup,
							some: words.form.someGroups,
							list: words.form.groupList,
						}}
					/>
					<p className="mt-1 text-muted text-sm">{words.form.groupsHint}</p>
				</div>
				<ChoiceFields<WithoutPlus>
					legend={words.form.numbers}
					name="numbersWithoutPlus"
					chosen={numbers ?? (newKind && factsOfKind(newKind).numbersWithoutPlus) ?? "any"}
					choices={WITHOUT_PLUS.map((value) => ({
						value,
						...words.form.numbersChoices[value],
					}))}
				/>
				<Field
					label={words.form.target}
					meta={target}
					autoComplete="off"
					hint={words.form.targetHint}
				/>
				<Field
					label={words.form.secondTarget}
					meta={secondTarget}
					autoComplete="off"
					hint={
						kind === "sip-proxy"
							? words.form.secondTargetProxyHint
							: words.form.secondTargetHint({ seconds: RING_SECONDS })
					}
				/>
				<Field
					label={words.form.fallback}
					meta={fallback}
					autoComplete="off"
					hint={words.form.fallbackHint}
				/>
				<Field
					label={words.form.keys}
					meta={userDataKeys}
					autoComplete="off"
					hint={words.form.keysHint({ max: USER_DATA_KEYS_MAX })}
				/>
				{kind && <CarriedData kind={kind} keys={stored?.userDataKeys ?? []} />}
				{kind && hasPrompts(kind) && (
					<LanguageField meta={language} hint={words.form.languageHint} />
				)}
				<Checkbox
					label={words.form.release}
					meta={releasesOnAnswer}
					isTicked={releases}
					hint={words.form.releaseHint}
				/>
			</div>
			<div className="mt-4 flex flex-wrap items-center gap-4">
				<button type="submit" className="button button-primary">
					{submit}
				</button>
				<a href={cancelTo} className="link">
					{texts.pages.shared.cancel}
				</a>
			</div>
		</form>
	);
}
