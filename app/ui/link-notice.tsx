import { LINK_DAYS } from "../domain/people/user.ts";
import { SecretNotice } from "./secret-notice.tsx";

/** A one-time link that has just been made: the one time that it is shown. */
export function LinkNotice({ email, link }: { email: string; link: string }) {
	return (
		<SecretNotice secret={link}>
			<p className="font-semibold">
				Pass this link on to {email}. Copy it now: it is not shown again.
			</p>
			<p>
				Whoever opens it chooses the password of this user, so send it to nobody else. It works
				once, for {LINK_DAYS} days; a newer one takes its place.
			</p>
		</SecretNotice>
	);
}
