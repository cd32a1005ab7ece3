import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Browserless, textOf } from "../../support/browserless.ts";
import { ADMINISTRATOR, type ConfigSite, startConfigSite } from "../../support/config-site.ts";

const OWN = "a password of my own";

describe("users, and one's own account", () => {
	let site: ConfigSite;
	let ada: Browserless;
	beforeAll(async () => {
		site = await startConfigSite();
	});
	afterAll(() => site.stop());
	beforeEach(async () => {
		await site.sql`delete from users where email_key <> ${ADMINISTRATOR.email}`;
		await site.sql`update users set time_zone = null`;
		await site.sql`delete from sign_in_failures`;
		ada = await site.signIn();
	});

	const idOf = async (email: string) =>
		(await site.sql`select id from users where email_key = ${email}`)[0]?.id as string;
	const openUser = async (email: string) => ada.open(`/settings/users/${await idOf(email)}`);
	const linkOn = (browser: Browserless) =>
		textOf(browser.page.root.querySelector("[role=status] code"));
	const row = (email: string) =>
		textOf(ada.page.root.querySelectorAll("main li").find((one) => textOf(one).includes(email)));
	const isSignedIn = async (browser: Browserless) =>
		(await browser.open("/settings/account")).answered === 200;

	const invite = async (email: string, role = "monitor") => {
		await ada.open("/settings/users");
		await ada.press("Invite User", { fill: { Email: email, Role: role } });
		return linkOn(ada);
	};

	test("an invited person chooses a password by the link, which is shown once and works once; opening it uses nothing up", async () => {
		const link = await invite("bob@example.com", "supervisor");
		expect(link).toMatch(new RegExp(`^${site.origin}/setup/[\\w-]{43}$`));
		await ada.open("/settings/users");
		expect(ada.page.html).not.toContain(link.split("/").at(-1));
		expect(row("bob@example.com")).toMatch(
			/Callback SupervisorInvited \(link valid until \d+ \w+ 20\d\d\)Never signed in$/,
		);
		expect(JSON.stringify(await site.sql`select * from one_time_links`)).not.toContain(
			link.split("/").at(-1),
		);

		const bob = new Browserless(site.origin);
		for (const _twice of [1, 2]) expect((await bob.open(link)).status).toBe(200);
		expect(bob.text).toContain("You were invited as bob@example.com");
		expect(
			(await bob.press("Save Password and Sign In", { fill: { Password: "short" } })).status,
		).toBe(422);
		expect(bob.messageAt("Password")).toBe("Use at least 12 characters.");
		expect(
			(await bob.press("Save Password and Sign In", { fill: { Password: OWN } })).url.pathname,
		).toBe("/");
		await new Browserless(site.origin).signIn({ email: "bob@example.com", password: OWN });
		expect((await bob.open(link)).status).toBe(404);
		expect(bob.text).toContain("A link works once, within 7 days");
		const late = await bob.post(link, { password: "somebody else's" });
		expect([late.answered, late.status]).toEqual([303, 404]);
	});

	test("an address that is there already, or is none, is told at its field, and what was typed stays", async () => {
		await invite("bob@example.com");
		await invite("BOB@example.com", "developer");
		expect([ada.page.status, ada.messageAt("Email")]).toEqual([
			409,
			"BOB@example.com is already a user. Use another address.",
		]);
		expect(ada.value("Email")).toBe("BOB@example.com");
		await invite("bob");
		expect([ada.page.status, ada.messageAt("Email")]).toEqual([
			422,
			"Enter an e-mail address, such as name@example.com.",
		]);
	});

	test("the list tells state and last sign-in, in the reader's own zone (G14)", async () => {
		await site.signIn("monitor");
		await site.sql`update users set time_zone = 'Asia/Kolkata' where email_key = ${ADMINISTRATOR.email}`;
		await openUser("monitor@example.com");
		await ada.press("Disable User");
		expect(ada.text).toContain("monitor@example.com is disabled and signed out everywhere.");
		await ada.open("/settings/users");
		expect(row("monitor@example.com")).toMatch(
			/Callback MonitorDisabledLast sign-in just now, \d+ \w+ 20\d\d, \d\d:\d\d:\d\d GMT\+5:30$/,
		);
		expect(row(ADMINISTRATOR.email)).toContain("(you)Callback AdministratorActive");
	});

	test("who is demoted or disabled may not do what he could, from the next request on (R1, R2)", async () => {
		const second = await site.signIn("administrator", "second@example.com");
		await openUser("second@example.com");
		await ada.press("Change Role", { fill: { Role: "supervisor" } });
		expect(ada.text).toContain("second@example.com now has the role Callback Supervisor");
		const refused = await second.post("/settings/users", {
			email: "eve@example.com",
			role: "administrator",
		});
		expect([refused.answered, refused.url.pathname]).toEqual([303, "/login"]);
		await second.signIn({ email: "second@example.com", password: ADMINISTRATOR.password });
		expect(
			(await second.post("/settings/users", { email: "eve@example.com", role: "administrator" }))
				.status,
		).toBe(403);
		await openUser("second@example.com");
		await ada.press("Disable User");
		expect(await isSignedIn(second)).toBe(false);
		await ada.press("Enable User");
		expect(
			await isSignedIn(
				await second.signIn({ email: "second@example.com", password: ADMINISTRATOR.password }),
			),
		).toBe(true);
		expect(await idOf("eve@example.com")).toBeUndefined();
	});

	test("a reset asks first, then ends the password and the sessions, and gives a link; a new link takes the place of the one before", async () => {
		const bob = await site.signIn("monitor", "bob@example.com");
		await openUser("bob@example.com");
		await ada.press("Reset Password");
		expect(ada.text).toContain("Reset the password of bob@example.com?");
		expect(await isSignedIn(bob)).toBe(true);
		await ada.press("Yes, reset the password");
		const first = linkOn(ada);
		expect(await isSignedIn(bob)).toBe(false);
		await openUser("bob@example.com");
		await ada.press("Make New Link");
		const second = linkOn(ada);
		expect((await bob.open(first)).status).toBe(404);
		await bob.open(second);
		expect(bob.text).toContain("Choose a new password");
		await bob.press("Save Password and Sign In", { fill: { Password: OWN } });
		expect(await isSignedIn(bob)).toBe(true);
	});

	test("a removal asks first; the last Administrator is neither asked about nor removed, disabled or demoted, whatever is sent", async () => {
		await site.signIn("monitor", "bob@example.com");
		await openUser("bob@example.com");
		await ada.press("Remove User");
		expect(await idOf("bob@example.com")).toBeDefined();
		await ada.press("Yes, remove");
		expect(ada.text).toContain("bob@example.com is removed");
		expect(await idOf("bob@example.com")).toBeUndefined();

		await openUser(ADMINISTRATOR.email);
		expect(ada.text).toContain("You are the last Administrator who can sign in");
		for (const name of ["Change Role", "Disable User", "Remove User"])
			expect(ada.buttons(name)).toEqual([]);
		const before = await site.sql`select * from users`;
		for (const form of [
			{ intent: "set-role", role: "monitor" },
			{ intent: "disable" },
			{ intent: "remove" },
			{ intent: "reset-password" },
		]) {
			await ada.post(`/settings/users/${before[0]?.id}`, {
				...(form as Record<string, string>),
				confirmed: "yes",
			});
			expect([form.intent, ada.page.status]).toEqual([form.intent, 409]);
			expect(ada.text).toContain("is the last Administrator who can sign in");
		}
		expect(await site.sql`select * from users`).toEqual(before);
		expect(await isSignedIn(ada)).toBe(true);
	});

	test.each([
		["Sign Out Everywhere", "Sign yourself out everywhere?", "Yes, sign out"],
		["Disable User", "Disable yourself?", "Yes, disable"],
		["Change Role", "Change your role to Callback Monitor?", "Yes, change the role"],
		["Remove User", "Remove yourself?", "Yes, remove"],
	])("%s asks first when it is oneself, and signs one out", async (button, question, yes) => {
		const self = await site.signIn("administrator", "second@example.com");
		await self.open(`/settings/users/${await idOf("second@example.com")}`);
		await self.press(button, button === "Change Role" ? { fill: { Role: "monitor" } } : {});
		expect(self.text).toContain(question);
		const before =
			await site.sql`select role, disabled_at from users where email_key = 'second@example.com'`;
		expect(before[0]).toEqual({ role: "administrator", disabled_at: null });
		expect((await self.press(yes)).url.pathname).toBe("/login");
		expect(await isSignedIn(self)).toBe(false);
	});

	test("a role that came meanwhile is not lost without a word (G11)", async () => {
		await site.signIn("monitor", "bob@example.com");
		await openUser("bob@example.com");
		await site.sql`update users set role = 'developer' where email_key = 'bob@example.com'`;
		await ada.press("Change Role", { fill: { Role: "administrator" } });
		expect([ada.page.status, ada.text]).toEqual([
			409,
			expect.stringContaining("Someone made bob@example.com a Callback Developer."),
		]);
	});

	test("what is not there is 404, and a user removed meanwhile is told as such", async () => {
		for (const id of ["0190c2a8-7f35-7bd0-9d33-2f2f0c4d8f99", "nobody"]) {
			expect((await ada.open(`/settings/users/${id}`)).status).toBe(404);
			await ada.post(`/settings/users/${id}`, { intent: "disable" });
			expect(ada.text).toContain("Someone removed this user.");
		}
		expect(
			(
				await ada.post(`/settings/users/${await idOf(ADMINISTRATOR.email)}`, {
					intent: "make-king",
				})
			).status,
		).toBe(400);
	});

	test("everybody changes their own password with the present one: other sessions end, this one stays", async () => {
		const [bob, elsewhere] = [await site.signIn("monitor"), await site.signIn("monitor")];
		await bob.open("/settings/account");
		await bob.press("Change Password", {
			fill: { "Current password": "wrong", "New password": OWN },
		});
		expect([bob.page.status, bob.messageAt("Current password")]).toEqual([
			422,
			"This is not your current password.",
		]);
		expect(bob.page.html).not.toContain(OWN);
		await bob.press("Change Password", {
			fill: { "Current password": ADMINISTRATOR.password, "New password": "2 short" },
		});
		expect([bob.page.status, bob.messageAt("New password")]).toEqual([
			422,
			"Use at least 12 characters.",
		]);
		await bob.press("Change Password", {
			fill: { "Current password": ADMINISTRATOR.password, "New password": OWN },
		});
		expect(bob.text).toContain("Your password is changed. You are signed out on other devices.");
		expect([await isSignedIn(bob), await isSignedIn(elsewhere)]).toEqual([true, false]);
		await new Browserless(site.origin).signIn({ email: "monitor@example.com", password: OWN });
	});

	test("a wrong present password can be tried five times; then the answer is when to try again (R7)", async () => {
		const bob = await site.signIn("monitor");
		const wrong = { intent: "change-password", present: "wrong password", password: OWN };
		for (let guess = 1; guess <= 5; guess += 1)
			expect((await bob.post("/settings/account", wrong)).status).toBe(422);
		await site.sql`update sign_in_failures set failures = 12, last_at = now() + interval '1 hour'`;
		expect((await bob.post("/settings/account", wrong)).status).toBe(429);
		expect(bob.text).toContain("Try again in 3 minutes.");
	});

	test.each([
		["chickenwing101", "This password is too common."],
		["ChickenWing101", "This password is too common."],
		["MONITOR@example.com", "e-mail address, or its part before the @"],
		["elevenchars", "Use at least 12 characters."],
	])(
		"%s is no new password, neither by a link nor of one's own (R7)",
		async (password, message) => {
			const bob = await site.signIn("monitor");
			await bob.open("/settings/account");
			await bob.press("Change Password", {
				fill: { "Current password": ADMINISTRATOR.password, "New password": password },
			});
			expect([bob.page.status, bob.messageAt("New password")]).toEqual([
				422,
				expect.stringContaining(message),
			]);
			await openUser("monitor@example.com");
			await ada.press("Reset Password");
			await ada.press("Yes, reset the password");
			await bob.open(linkOn(ada));
			await bob.press("Save Password and Sign In", { fill: { Password: password } });
			expect([bob.page.status, bob.messageAt("Password")]).toEqual([
				422,
				expect.stringContaining(message),
			]);
			expect(await isSignedIn(bob)).toBe(false);
		},
	);

	test("each session can be ended alone, by its owner; the others go on (R7)", async () => {
		const [bob, lost, other] = [
			await site.signIn("monitor"),
			await site.signIn("monitor"),
			await site.signIn("supervisor"),
		];
		await site.sql`update sessions set client = 'the lost one' where created_at = (select max(created_at) from sessions s where user_id = (select id from users where email_key = 'monitor@example.com'))`;
		await bob.open("/settings/account");
		const id = bob.page.root
			.querySelectorAll("main li")
			.find((one) => textOf(one).includes("the lost one"))
			?.querySelector("input[name=session]")
			?.getAttribute("value");
		await other.post("/settings/account", { intent: "end-session", session: String(id) });
		expect(await isSignedIn(lost)).toBe(true);
		await bob.post("/settings/account", { intent: "end-session", session: String(id) });
		expect(bob.text).toContain("You are signed out there.");
		expect([await isSignedIn(bob), await isSignedIn(lost), await isSignedIn(other)]).toEqual([
			true,
			false,
			true,
		]);
		await bob.post("/settings/account", { intent: "end-session", session: String(id) });
		expect(bob.text).toContain("You were already signed out there.");
	});

	test("all other sessions are ended at once, and this one goes on (R7)", async () => {
		const [bob, one, two] = [
			await site.signIn("monitor"),
			await site.signIn("monitor"),
			await site.signIn("monitor"),
		];
		await bob.open("/settings/account");
		await bob.press("Sign Out Everywhere Else");
		expect(bob.text).toContain("You are signed out everywhere else: 2 sessions ended.");
		expect([await isSignedIn(bob), await isSignedIn(one), await isSignedIn(two)]).toEqual([
			...[true, false, false],
		]);
		expect(bob.text).not.toContain("Sign Out Everywhere Else");
		expect(bob.text).toContain("last used just now");
	});

	test("an Administrator sees where a user is signed in, and ends one session alone (R7)", async () => {
		const [bob, lost] = [await site.signIn("monitor"), await site.signIn("monitor")];
		await site.sql`update sessions set client = 'the lost one' where created_at = (select max(created_at) from sessions)`;
		await openUser("monitor@example.com");
		const session = ada.page.root
			.querySelectorAll("main li")
			.find((one) => textOf(one).includes("the lost one"))
			?.querySelector("input[name=session]")
			?.getAttribute("value");
		const page = `/settings/users/${await idOf("monitor@example.com")}`;
		await ada.post(page, { intent: "end-session", session: String(session) });
		expect(ada.text).toContain("monitor@example.com is signed out there.");
		expect([await isSignedIn(bob), await isSignedIn(lost)]).toEqual([true, false]);
		await ada.post(page, { intent: "end-session", session: String(session) });
		expect(ada.text).toContain("monitor@example.com was already signed out there.");
		await ada.open("/settings/audit?what=sign-out.succeed&object=monitor@example.com");
		expect(ada.text).toMatch(/ada@example\.comSigned outmonitor@example\.comFrom: the lost one/);
	});

	test("a user without a password was invited, or had it reset; a link that has expired is said", async () => {
		await invite("bob@example.com");
		await site.signIn("monitor");
		await openUser("monitor@example.com");
		await ada.press("Reset Password");
		await ada.press("Yes, reset the password");
		await ada.open("/settings/users");
		expect(row("bob@example.com")).toMatch(/Invited \(link valid until \d+ \w+ 20\d\d\)/);
		expect(row("monitor@example.com")).toMatch(/Password reset \(link valid until \d+ \w+/);
		await site.sql`update one_time_links set expires_at = now() - interval '1 second'`;
		await ada.open("/settings/users");
		expect(row("bob@example.com")).toContain("Invited (the link has expired)");
		expect(row("monitor@example.com")).toContain("Password reset (the link has expired)");
	});

	test("a change of the password leaves this browser known and no other; disabling and signing out everywhere leave none (R7)", async () => {
		const devices = async () =>
			Number(
				(
					await site.sql`select count(*) from known_devices where user_id = ${await idOf("monitor@example.com")}`
				)[0]?.count,
			);
		const [bob] = [await site.signIn("monitor"), await site.signIn("monitor")];
		expect(await devices()).toBe(2);
		await bob.open("/settings/account");
		await bob.press("Change Password", {
			fill: { "Current password": ADMINISTRATOR.password, "New password": OWN },
		});
		expect(await devices()).toBe(1);
		await site.sql`update sign_in_failures set failures = 20`;
		await site.sql`insert into sign_in_failures values ('account monitor@example.com', 20, now() + interval '1 hour')`;
		await bob.press("Sign out");
		await bob.signIn({ email: "monitor@example.com", password: OWN });
		for (const button of ["Sign Out Everywhere", "Disable User"]) {
			await openUser("monitor@example.com");
			await ada.press(button);
			expect(await devices()).toBe(0);
			if (button === "Disable User") continue;
			await site.sql`delete from sign_in_failures`;
			await bob.signIn({ email: "monitor@example.com", password: OWN });
			expect(await devices()).toBe(1);
		}
	});

	test("a time zone is chosen from the list, holds from then on, and can be left to the installation (G14)", async () => {
		const thisBrowser = () =>
			textOf(
				ada.page.root
					.querySelectorAll("main li")
					.find((one) => textOf(one).includes("(this browser)")),
			);
		await ada.open("/settings/account");
		expect(thisBrowser()).toMatch(/\d+ \w+ 20\d\d, \d\d:\d\d:\d\d UTC$/);
		await ada.press("Save Time Zone", { fill: { "Show times in": "America/New_York" } });
		expect(ada.text).toContain("Times are now shown in the time zone America/New_York.");
		expect(thisBrowser()).toMatch(/ (GMT-[45]|E[SD]T)$/);
		await ada.press("Save Time Zone", { fill: { "Show times in": "" } });
		expect(thisBrowser()).toMatch(/ UTC$/);
		expect(
			(await ada.post("/settings/account", { intent: "set-time-zone", timeZone: "Mars/Olympus" }))
				.status,
		).toBe(422);
	});

	test("one signs oneself out everywhere at once", async () => {
		const [bob, elsewhere] = [await site.signIn("monitor"), await site.signIn("monitor")];
		await bob.open("/settings/account");
		expect(bob.page.root.querySelectorAll("main li")).toHaveLength(2);
		expect((await bob.press("Sign Out Everywhere")).url.pathname).toBe("/login");
		expect([await isSignedIn(bob), await isSignedIn(elsewhere)]).toEqual([false, false]);
	});
});
