import { formatForReading } from "../domain/groups/phone-number.ts";
import { CopyButton } from "./copy-button.tsx";

/** A number grouped as people write it in its country, with the E.164 form to copy. */
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
