import { formatForReading } from "../domain/groups/phone-number.ts";
import { CopyButton } from "./copy-button.tsx";

/**
 * A number in the grouping of its country, with its E.164 form and a button that copies that form.
 */
export function PhoneNumber({ number }: { number: string }) {
	return (
		<span className="figures inline-flex flex-wrap items-center gap-x-2">
			<span className="whitespace-nowrap font-medium">{formatForReading(number)}</span>
			<span className="whitespace-nowrap">
				<code className="select-all font-mono text-muted text-sm">{number}</code>
				<CopyButton text={number} className="button-quiet">
					<span className="sr-only"> {number}</span>
				</CopyButton>
			</span>
		</span>
	);
}
