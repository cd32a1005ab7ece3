import type { FieldMetadata } from "@conform-to/react";
import { type ConnectionKind, factsOfKind } from "../../domain/phone-systems/connection-kinds.ts";
import { texts } from "../../texts/texts.ts";
import { Field } from "../field.tsx";

const words = texts.pages.phoneSystems.secret;

type Meta = Pick<
	FieldMetadata<unknown>,
	"id" | "name" | "errors" | "errorId" | "descriptionId" | "initialValue"
>;

/**
 * The secret that a phone system shows in its console, or the words that the service makes one. A
 * refused form comes back without the secret.
 */
export function SecretField({ kind, meta }: { kind: ConnectionKind; meta: Meta }) {
	const { slot, keeping, pattern } = factsOfKind(kind).secret;
	const { id, name, errors, errorId, descriptionId } = meta;
	if (pattern === null) return <p className="text-muted text-sm">{words.made}</p>;
	return (
		<Field
			label={words.names[slot]}
			// One by one: a spread copies nothing of conform's metadata but its plain properties.
			meta={{ id, name, errors, errorId, descriptionId, initialValue: "" }}
			type={keeping === "plain" ? "text" : "password"}
			autoComplete="off"
			hint={`${words.hints[slot]} ${words.kept[keeping]}`}
		/>
	);
}
