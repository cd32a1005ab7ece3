import { texts } from "../../texts/texts.ts";
import type { DestinationError } from "../conversation/destination.ts";
import type { ConnectionSettings } from "./connection.ts";
import { type ConnectionKind, signsAddress } from "./connection-kinds.ts";

/** Why a change of a connection is refused. */
export type ConnectionError =
	| { code: "connection-name-taken" }
	| { code: "connection-made-already" }
	| { code: "connection-gone" }
	| { code: "public-url-missing"; kind: ConnectionKind }
	| { code: "secrets-key-missing" }
	| { code: "secrets-key-wrong" };

/** Optimistic lock: the stored version is newer than the editor's. */
export type ConnectionChanged = {
	code: "changed-meanwhile";
	by: string;
	at: Date;
	current: ConnectionSettings;
};

const words = texts.messages.phoneSystems;

/** The one place that turns codes into words. */
export function messageOfConnectionError(error: ConnectionError | ConnectionChanged): string {
	switch (error.code) {
		case "connection-name-taken":
			return words.nameTaken;
		case "connection-made-already":
			return words.madeAlready;
		case "connection-gone":
			return words.gone;
		case "public-url-missing":
			return signsAddress(error.kind)
				? words.publicUrlMissing.signature
				: words.publicUrlMissing.callbacks;
		case "secrets-key-missing":
			return words.secretsKeyMissing;
		case "secrets-key-wrong":
			return words.secretsKeyWrong;
		case "changed-meanwhile":
			return words.changedMeanwhile(error);
	}
}

/** The same for a destination that cannot be read. */
export function messageOfDestinationError(error: DestinationError): string {
	switch (error.code) {
		case "destination-missing":
		case "destination-not-an-address":
			return words.destinationUnreadable;
		case "destination-too-long":
			return words.destinationTooLong(error);
		case "destination-has-headers":
			return words.sipAddressWithHeaders;
		case "destination-not-plain":
			return error.cleaned === null
				? words.destinationUnreadable
				: words.destinationNotPlain({ cleaned: error.cleaned });
	}
}
