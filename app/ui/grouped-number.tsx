import { formatForReading } from "../domain/groups/phone-number.ts";

/** A number grouped as people write it in its country, with the E.164 form to copy. */
export function PhoneNumber({ number }: { number: string }) {
	return (
		<span className="figures inline-flex flex-wrap items-center gap-x-2">
			<span className="whitespace-nowrap font-medium">{formatForReading(number)}</span>
			<span className="whitespace-nowrap">
				<code className="select-all font-mono text-muted text-sm">{number}</code>
				<button type="button" className="button button-quiet needs-script" data-copy={number}>
					Copy<span className="sr-only"> {number}</span>
				</button>
			</span>
		</span>
	);
}
