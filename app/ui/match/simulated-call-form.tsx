import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { ErrorSummary } from "../error-summary.tsx";
import { Checkbox, Field } from "../field.tsx";

type Typed = Record<
	| "toPhoneNumber"
	| "fromPhoneNumber"
	| "accessCode"
	| "callId"
	| "apiKeyId"
	| "forReal"
	| "release",
	string
>;
type Props = {
	keys: { id: string; name: string; limitedToGroups: boolean }[];
	reply: SubmissionResult<string[]> | undefined;
};

/** What a phone system would tell of a call, and whether it is only to be looked at (C13). */
export function SimulatedCallForm({ keys, reply }: Props) {
	const [form, fields] = useForm<Typed>({ id: "call", lastResult: reply ?? null });
	const { toPhoneNumber, fromPhoneNumber, accessCode, callId, apiKeyId, forReal, release } = fields;
	const labels = {
		toPhoneNumber: { id: toPhoneNumber.id, label: "Dialed number (DNIS)" },
		callId: { id: callId.id, label: "Call ID" },
		apiKeyId: { id: apiKeyId.id, label: "As the API key" },
	};
	return (
		<section aria-labelledby="call-heading" className="panel p-4">
			<h2 id="call-heading" className="mb-3">
				The call
			</h2>
			<form {...getFormProps(form)} method="post" noValidate className="space-y-4">
				<ErrorSummary form={form} labels={labels} title="Not simulated" />
				<Field
					label="Dialed number (DNIS)"
					meta={toPhoneNumber}
					autoComplete="off"
					inputMode="tel"
					hint="In any writing, as carriers send it."
				/>
				<Field
					label="ANI"
					meta={fromPhoneNumber}
					autoComplete="off"
					inputMode="tel"
					hint="The number that the call comes from."
				/>
				<Field label="Access code" meta={accessCode} autoComplete="off" inputMode="numeric" short />
				<Field
					label="Call ID"
					meta={callId}
					autoComplete="off"
					hint="The phone system's own. Optional."
				/>
				<div>
					<label htmlFor={apiKeyId.id} className="mb-1 block font-medium">
						As the API key
					</label>
					<select
						id={apiKeyId.id}
						name={apiKeyId.name}
						defaultValue={String(apiKeyId.initialValue ?? "")}
						aria-invalid={apiKeyId.errors ? true : undefined}
						aria-describedby={apiKeyId.errors ? apiKeyId.errorId : undefined}
						className="input"
					>
						<option value="">Any that may use all groups</option>
						{keys.map(({ id, name, limitedToGroups }) => (
							<option key={id} value={id}>
								{name}
								{limitedToGroups ? " (limited to groups)" : ""}
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
					<legend className="sr-only">What it may change</legend>
					<Checkbox
						label="Do it for real"
						meta={forReal}
						// Once more for real is asked for once more.
						isTicked={reply?.status === "error" && forReal.initialValue === "on"}
						hint="Answered as a call of the phone system: an attempt is recorded in your name, and a wrong code counts."
					/>
					<Checkbox
						label="Release"
						meta={release}
						hint="Where the call is admitted, its request ends, and the number is free."
					/>
				</fieldset>
				<button type="submit" className="button button-primary">
					Simulate Call
				</button>
			</form>
		</section>
	);
}
