import type { ReactNode } from "react";
import { RoleOptions } from "./role-options.tsx";
import type { UserIntent } from "./user-intents.ts";
import type { ShownUser } from "./user-list.tsx";

/**
 * What an Administrator can do to a user. What would leave no Administrator who can sign in is not
 * offered.
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
				Change
			</h2>
			{isLastAdministrator && (
				<p className="border-line border-b px-4 py-3">
					{isSelf ? "You are" : "This is"} the last Administrator who can sign in: role, disabling
					and removal are for when there is another one.
				</p>
			)}
			<div className="divide-y divide-line">
				{!isLastAdministrator && (
					<Row title="Role" hint="Signs the user out: the new role holds from the next sign-in.">
						<form method="post" className="flex flex-wrap items-center gap-2">
							<input type="hidden" name="intent" value="set-role" />
							<input type="hidden" name="seen" value={user.role} />
							<select
								name="role"
								aria-label="Role"
								defaultValue={user.role}
								className="input w-auto"
							>
								<RoleOptions />
							</select>
							<button type="submit" className="button">
								Change Role
							</button>
						</form>
					</Row>
				)}
				{isSelf ? (
					<Row
						title="Password"
						hint="Your own password, time zone and sessions are on the page of your account."
					>
						<a href="/settings/account" className="button">
							Your account
						</a>
					</Row>
				) : (
					!isDisabled && <PasswordRow hasPassword={user.hasPassword} />
				)}
				{user.sessions > 0 && (
					<Row title="Sessions" hint="Ends them in all browsers at once.">
						<Deed intent="sign-out">Sign Out Everywhere</Deed>
					</Row>
				)}
				{!isLastAdministrator && (
					<>
						{isDisabled ? (
							<Row
								title="Access"
								hint="Lets the user sign in again, with the same role and password."
							>
								<Deed intent="enable">Enable User</Deed>
							</Row>
						) : (
							<Row
								title="Access"
								hint="Signs the user out at once, and lets them in no more. Can be taken back."
							>
								<Deed intent="disable">Disable User</Deed>
							</Row>
						)}
						<Row title="Removal" hint="For good. The audit log keeps what the user did.">
							<Deed intent="remove" isDangerous>
								Remove User
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
		<Row
			title="Password"
			hint="Ends the present one, and gives you a link to pass on by which a new one is chosen."
		>
			<Deed intent="reset-password">Reset Password</Deed>
		</Row>
	) : (
		<Row title="Password" hint="Gives you a new link to pass on, in the place of the one before.">
			<Deed intent="reset-password">Make New Link</Deed>
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
