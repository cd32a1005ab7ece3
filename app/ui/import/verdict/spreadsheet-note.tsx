import { texts } from "../../../texts/texts.ts";
import { Notice } from "../../notice.tsx";

const words = texts.pages.import.review.spreadsheet;

type Props = { withoutPlus: number; rewritten: number };

/** What a spreadsheet seems to have changed in a file of known numbers (I6, N6). */
export function SpreadsheetNote({ withoutPlus, rewritten }: Props) {
	const plus = withoutPlus > 0 && <p>{words.withoutPlus({ numbers: withoutPlus })}</p>;
	if (rewritten === 0) return plus && <div className="figures mb-4 text-sm">{plus}</div>;
	return (
		<Notice look="warn">
			<p>{words.rewritten({ descriptions: rewritten })}</p>
			{plus}
		</Notice>
	);
}
