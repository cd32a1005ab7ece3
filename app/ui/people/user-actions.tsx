import type { ReactNode } from "react";
import { texts } from "../../texts/texts.ts";
import { RoleOptions } from "./role-options.tsx";
import type { UserIntent } from "./user-intents.ts";
import type { ShownUser } from "./user-list.tsx";

const words = texts.pages.people.actions;

/**
 * An Administrator's actions on a user. Changes that would leave no Administrator able to sign in
 * are not offered.
 */
export function UserActions({
	user,
	isSelf,
	isLastAdministrator,
}: {
	user: ShownUser;
	isSelf: boolean;
	isLastAdministrator: boolean;
}) {
	const isDisabled = user.disabledAt !== null;
	return (
		<section className="panel" aria-labelledby="actions">
			<h2 id="actions" className="border-line border-b px-4 py-2">
				{words.heading}
			</h2>
			{isLastAdministrator && (
				<p className="border-line border-b px-4 py-3">
					{isSelf ? words.lastAdministratorSelf : words.lastAdministrator}
				</p>
			)}
			<div className="divide-y divide-line">
				{!isLastAdministrator && (
					<Row title={words.role} hint={words.roleHint}>
						<form method="post" className="flex flex-wrap items-center gap-2">
							<input type="hidden" name="intent" value="set-role" />
							<input type="hidden" name="seen" value={user.role} />
							<select
								name="role"
								aria-label={words.role}
								defaultValue={user.role}
								className="input w-auto"
							>
								<RoleOptions />
							</select>
							<button type="submit" className="button">
								{words.changeRole}
							</button>
						</form>
					</Row>
				)}
				{isSelf ? (
					<Row title={words.password} hint={words.ownPasswordHint}>
						<a href="/settings/account" className="button">
							{words.ownAccount}
						</a>
					</Row>
				) : (
					!isDisabled && <PasswordRow hasPassword={user.hasPassword} />
				)}
				{user.sessions > 0 && (
					<Row title={words.sessions} hint={words.sessionsHint}>
						<Deed intent="sign-out">{words.signOut}</Deed>
					</Row>
				)}
				{!isLastAdministrator && (
					<>
						{isDisabled ? (
							<Row title={words.access} hint={words.enableHint}>
								<Deed intent="enable">{words.enable}</Deed>
							</Row>
						) : (
							<Row title={words.access} hint={words.disableHint}>
								<Deed intent="disable">{words.disable}</Deed>
							</Row>
						)}
						<Row title={words.removal} hint={words.removeHint}>
							<Deed intent="remove" isDangerous>
								{words.remove}
							</Deed>
						</Row>
					</>
				)}
			</div>
		</section>
	);
}

function PasswordRow({ hasPassword }: { hasPassword: boolean }) {
	return hasPassword ? (
		<Row title={words.password} hint={words.resetHint}>
			<Deed intent="reset-password">{words.reset}</Deed>
		</Row>
	) : (
		<Row title={words.password} hint={words.newLinkHint}>
			<Deed intent="reset-password">{words.newLink}</Deed>
		</Row>
	);
}

function Row({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
	return (
		<div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
			<div className="min-w-0 flex-1 basis-64">
				<h3 className="font-medium">{title}</h3>
				<p className="text-muted text-sm">{hint}</p>
			</div>
			{children}
		</div>
	);
}

function Deed({
	intent,
	isDangerous = false,
	children,
}: {
	intent: UserIntent;
	isDangerous?: boolean;
	children: ReactNode;
}) {
	return (
		<form method="post">
			<button
				type="submit"
				name="intent"
				value={intent}
				className={`button ${isDangerous ? "button-danger" : ""}`}
			>
				{children}
			</button>
		</form>
	);
}
