import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { factsOfKind, parseKind } from "../../domain/phone-systems/connection-kinds.ts";
import {
	OLD_SECRET_DEFAULT,
	OLD_SECRET_SECONDS,
} from "../../domain/phone-systems/parse-connection.ts";
import { texts } from "../../texts/texts.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { SelectField } from "../field.tsx";
import { Sentence } from "../sentence.tsx";
import { Time } from "../time.tsx";
import { SecretField } from "./secret-field.tsx";

const { connection: page, secret: secretWords } = texts.pages.phoneSystems;
const words = page.secret;
const KEEP: Record<string, string> = words.keepFor;

/** When the secrets of a connection were set, and the form that rotates them (D2). */
export function ConnectionSecrets({
	connection,
	secrets,
	reply,
	canChange,
	zone,
}: {
	connection: { kind: string; version: number };
	secrets: { createdAt: Date; validUntil: Date | null }[];
	reply: SubmissionResult<string[]> | undefined;
	canChange: boolean;
	zone: string;
}) {
	const kind = parseKind(connection.kind);
	const present = secrets.find(({ validUntil }) => validUntil === null);
	const old = secrets.find(({ validUntil }) => validUntil !== null);
	return (
		<section aria-labelledby="secret-heading" className="panel space-y-3 p-4">
			<h2 id="secret-heading">{words.heading}</h2>
			<p className="figures">
				{present ? (
					<Sentence of={words.present({ time: <Time at={present.createdAt} zone={zone} /> })} />
				) : (
					words.missing
				)}{" "}
				{old?.validUntil && (
					<Sentence of={words.old({ time: <Time at={old.validUntil} zone={zone} /> })} />
				)}
			</p>
			{canChange && old && (
				<form method="post">
					<button type="submit" name="intent" value="end-old-secret" className="button">
						{words.endOld}
					</button>
				</form>
			)}
			{canChange && kind && <RotationForm kind={kind} version={connection.version} reply={reply} />}
		</section>
	);
}

function RotationForm({
	kind,
	version,
	reply,
}: {
	kind: NonNullable<ReturnType<typeof parseKind>>;
	version: number;
	reply: SubmissionResult<string[]> | undefined;
}) {
	const [form, fields] = useForm<{ secret: string; keep: string }>({
		id: "rotation",
		lastResult: reply ?? null,
		defaultValue: { keep: String(OLD_SECRET_DEFAULT) },
	});
	const { slot } = factsOfKind(kind).secret;
	const labels = {
		secret: { id: fields.secret.id, label: secretWords.names[slot] },
		keep: { id: fields.keep.id, label: words.keep },
	};
	return (
		<form {...getFormProps(form)} method="post" noValidate className="space-y-3">
			<ErrorSummary form={form} labels={labels} title={words.rotateRefused} />
			<input type="hidden" name="version" value={version} />
			<SecretField kind={kind} meta={fields.secret} />
			<SelectField label={words.keep} meta={fields.keep} className="max-w-60">
				{OLD_SECRET_SECONDS.map((seconds) => (
					<option key={seconds} value={seconds}>
						{KEEP[seconds]}
					</option>
				))}
			</SelectField>
			<button type="submit" name="intent" value="rotate" className="button">
				{words.rotate}
			</button>
		</form>
	);
}
