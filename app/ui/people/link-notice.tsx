import { LINK_DAYS } from "../../domain/people/user.ts";
import { texts } from "../../texts/texts.ts";
import { SecretNotice } from "../secret-notice.tsx";

const words = texts.pages.people.link;

/** A new one-time link. It is shown only once. */
export function LinkNotice({ email, link }: { email: string; link: string }) {
	return (
		<SecretNotice secret={link}>
			<p className="font-semibold">{words.heading({ email })}</p>
			<p>{words.hint({ days: LINK_DAYS })}</p>
		</SecretNotice>
	);
}
