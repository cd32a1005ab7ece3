import { LINK_DAYS } from "../domain/people/user.ts";
import { texts } from "../texts/texts.ts";
import { SecretNotice } from "./secret-notice.tsx";

const words = texts.pages.people.link;

/** A one-time link that has just been made: the one time that it is shown. */
export function LinkNotice({ email, link }: { email: string; link: string }) {
	return (
		<SecretNotice secret={link}>
			<p className="font-semibold">{words.heading({ email })}</p>
			<p>{words.hint({ days: LINK_DAYS })}</p>
		</SecretNotice>
	);
}
