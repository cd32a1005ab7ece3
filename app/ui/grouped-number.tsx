import { formatForReading } from "../domain/groups/phone-number.ts";
import { CopyButton } from "./copy-button.tsx";

/**
 * A number in the grouping of its country, with its E.164 form and a button that copies that form.
 * `href` leads to what shares the number.
 */
export function PhoneNumber({ number, href }: { number: string; href?: string }) {
	const written = formatForReading(number);
	return (
		<span className="figures inline-flex flex-wrap items-center gap-x-2">
			<span className="whitespace-nowrap font-medium">
				{href === undefined ? (
					written
				) : (
					<a href={href} className="way">
						{written}
					</a>
				)}
			</span>
			<span className="whitespace-nowrap">
				<code className="select-all font-mono text-muted text-sm">{number}</code>
				<CopyButton text={number} className="button-quiet">
					<span className="sr-only"> {number}</span>
				</CopyButton>
			</span>
		</span>
	);
}
