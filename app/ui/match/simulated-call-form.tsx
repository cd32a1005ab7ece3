import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { ATTESTATION_WORDS, ATTESTATIONS } from "../../domain/match/attestation.ts";
import { texts } from "../../texts/texts.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { Checkbox, Field, SelectField } from "../field.tsx";

const words = texts.pages.match.form;

type Typed = Record<
	| "toPhoneNumber"
	| "fromPhoneNumber"
	| "accessCode"
	| "attestation"
	| "callId"
	| "apiKeyId"
	| "forReal"
	| "release",
	string
>;
type Props = {
	keys: { id: string; name: string; limitedToGroups: boolean }[];
	reply: SubmissionResult<string[]> | undefined;
	/** The values of a recorded call, for the first look at the form. */
	recorded?: Partial<Typed>;
};

/** A call's values from the phone system, and a checkbox that makes the call real (C13). */
export function SimulatedCallForm({ keys, reply, recorded = {} }: Props) {
	const [form, fields] = useForm<Typed>({
		id: "call",
		lastResult: reply ?? null,
		defaultValue: recorded,
	});
	const { toPhoneNumber, fromPhoneNumber, accessCode, callId, apiKeyId, forReal, release } = fields;
	const labels = {
		toPhoneNumber: { id: toPhoneNumber.id, label: words.dialedNumber },
		callId: { id: callId.id, label: words.callId },
		apiKeyId: { id: apiKeyId.id, label: words.apiKey },
	};
	return (
		<section aria-labelledby="call-heading" className="panel p-4">
			<h2 id="call-heading" className="mb-3">
				{words.heading}
			</h2>
			<form {...getFormProps(form)} method="post" noValidate className="space-y-4">
				<ErrorSummary form={form} labels={labels} title={words.refused} />
				<Field
					label={words.dialedNumber}
					meta={toPhoneNumber}
					autoComplete="off"
					inputMode="tel"
					hint={words.dialedNumberHint}
				/>
				<Field
					label={words.ani}
					meta={fromPhoneNumber}
					autoComplete="off"
					inputMode="tel"
					hint={words.aniHint}
				/>
				<SelectField
					label={words.attestation}
					meta={fields.attestation}
					hint={words.attestationHint}
				>
					<option value="">{words.notTold}</option>
					{ATTESTATIONS.map((attestation) => (
						<option key={attestation} value={attestation}>
							{ATTESTATION_WORDS[attestation]}
						</option>
					))}
				</SelectField>
				<Field
					label={words.accessCode}
					meta={accessCode}
					autoComplete="off"
					inputMode="numeric"
					short
				/>
				<Field label={words.callId} meta={callId} autoComplete="off" hint={words.callIdHint} />
				<div>
					<label htmlFor={apiKeyId.id} className="mb-1 block font-medium">
						{words.apiKey}
					</label>
					<select
						id={apiKeyId.id}
						name={apiKeyId.name}
						defaultValue={String(apiKeyId.initialValue ?? "")}
						aria-invalid={apiKeyId.errors ? true : undefined}
						aria-describedby={apiKeyId.errors ? apiKeyId.errorId : undefined}
						className="input"
					>
						<option value="">{words.anyKey}</option>
						{keys.map(({ id, name, limitedToGroups }) => (
							<option key={id} value={id}>
								{limitedToGroups ? words.limitedKey({ name }) : name}
							</option>
						))}
					</select>
					{apiKeyId.errors && (
						<p id={apiKeyId.errorId} className="mt-1 text-danger text-sm">
							{apiKeyId.errors.join(" ")}
						</p>
					)}
				</div>
				<fieldset className="space-y-3 border-line border-t pt-3">
					<legend className="sr-only">{words.changes}</legend>
					<Checkbox
						label={words.forReal}
						meta={forReal}
						// Ticked again only after a refused form. After a call the box is empty, so a second
						// real call needs a second tick.
						isTicked={reply?.status === "error" && forReal.initialValue === "on"}
						hint={words.forRealHint}
					/>
					<Checkbox label={words.release} meta={release} hint={words.releaseHint} />
				</fieldset>
				<button type="submit" className="button button-primary">
					{words.submit}
				</button>
			</form>
		</section>
	);
}
