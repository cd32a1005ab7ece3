import type { ReferenceField } from "../../api/openapi/reference-fields.ts";
import { texts } from "../../texts/texts.ts";
import { Marked } from "../marked-text.tsx";
import { Sentence } from "../sentence.tsx";

const words = texts.pages.developer.reference;
/** A row with a name and what it means, on the reference page. */
export const ROW = [
	"grid grid-cols-[minmax(0,1fr)] gap-x-4 px-4 py-1.5",
	"sm:grid-cols-[14rem_minmax(0,1fr)] xl:grid-cols-[10rem_minmax(0,1fr)]",
].join(" ");

type FieldsProps = {
	title: string;
	fields: (ReferenceField & { example?: string })[];
	about?: string;
	isGiven?: boolean;
};

/**
 * Fields as rows, below a note about all of them. Renders nothing without fields and note. A
 * request marks its required fields, a response its optional ones.
 */
export function Fields({ title, fields, about = "", isGiven = false }: FieldsProps) {
	if (fields.length === 0 && about === "") return null;
	return (
		<div className="border-line border-t">
			<h3 className="bg-sunken px-4 py-1.5 font-medium text-muted text-sm">{title}</h3>
			{about !== "" && (
				<p className="border-line border-b px-4 py-1.5 last:border-b-0">
					<Marked text={about} />
				</p>
			)}
			<dl className="divide-y divide-line">
				{fields.map(({ name, type, limits, isRequired, description, example = "" }) => (
					<div key={name} className={ROW}>
						<dt className="[overflow-wrap:anywhere]">
							<span className="font-mono text-sm">{name}</span>
							{isRequired !== isGiven && (
								<span className="text-muted text-sm">
									{" "}
									{isGiven ? words.optional : words.required}
								</span>
							)}
						</dt>
						<dd className="[overflow-wrap:anywhere]">
							{description !== "" && <Marked text={description} />}
							<span className="block text-muted text-sm">
								{[type, limits].filter((part) => part !== "").join("; ")}
								{example !== "" && (
									<Sentence of={words.suchAs({ example: <Marked text={`\`${example}\``} /> })} />
								)}
							</span>
						</dd>
					</div>
				))}
			</dl>
		</div>
	);
}
