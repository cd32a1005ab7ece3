import type { ReactNode } from "react";
import { ROLE_NAMES, ROLES, type Role } from "../../domain/people/roles.ts";
import { woven } from "../../texts/woven.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { FlashMessage } from "../../ui/flash-message.tsx";
import { KeyDialog } from "../../ui/frame/key-dialog.tsx";
import { KeyList } from "../../ui/frame/key-list.tsx";
import { PageFooter } from "../../ui/frame/page-footer.tsx";
import { PageFrame } from "../../ui/frame/page-frame.tsx";
import { SettingsTabs } from "../../ui/frame/settings-tabs.tsx";
import { Marked, MarkedText } from "../../ui/marked-text.tsx";
import { Notice } from "../../ui/notice.tsx";
import { PageHeading } from "../../ui/page.tsx";
import { LinkNotice } from "../../ui/people/link-notice.tsx";
import { SecretNotice } from "../../ui/secret-notice.tsx";
import { Sentence } from "../../ui/sentence.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { ViewProvider } from "../../ui/view-context.ts";
import { ViewButtons, ViewForm } from "../../ui/view-form.tsx";
import { show, type Wing } from "../kit/example.tsx";
import { LONG_EMAIL, LONG_NAME, LONG_TEXT, LONG_WORD } from "../kit/fixtures.ts";

const undo = { label: "Undo", action: "", fields: { intent: "undo" } };
const TABS = [
	["/one", "First"],
	["/two", "Second"],
	["/three", "A tab with a rather long name"],
	["/four", "Fourth"],
] as const;

const settingsTabs = (current: string, role: Role) => <SettingsTabs {...{ current, role }} />;

const dark = (node: ReactNode) => (
	<ViewProvider value={{ theme: "dark", rows: 100, keys: false }}>{node}</ViewProvider>
);

/** The frame of every page, and notices. */
export const shell: Wing = {
	path: "shell",
	title: "Page and messages",
	components: [
		show(PageFrame, {
			"nobody signed in": (
				<PageFrame user={null}>
					<p>The page.</p>
				</PageFrame>
			),
			...Object.fromEntries(
				ROLES.map((role) => [
					ROLE_NAMES[role],
					<PageFrame key={role} user={{ email: "ann@example.com", role }}>
						<p>The page.</p>
					</PageFrame>,
				]),
			),
			"long address": (
				<PageFrame user={{ email: LONG_EMAIL, role: "supervisor" }}>
					<p>The page.</p>
				</PageFrame>
			),
		}),
		show(PageFooter, { system: <PageFooter />, dark: dark(<PageFooter />) }),
		show(KeyList, { on: <KeyList />, off: dark(<KeyList />) }),
		show(KeyDialog, { "closed, so nothing": <KeyDialog /> }),
		show(ViewForm, {
			"with a button": (
				<ViewForm>
					<button type="submit" className="button">
						Dark
					</button>
				</ViewForm>
			),
		}),
		show(ViewButtons, {
			"one of two": (
				<ViewButtons
					field="theme"
					label="Colours:"
					options={[
						["light", "Light"],
						["dark", "Dark"],
					]}
					chosen="dark"
				/>
			),
		}),
		show(PageHeading, {
			plain: <PageHeading title="Call-In" />,
			"with place and actions": (
				<PageHeading title="auto_insurance" place={{ to: "#", name: "Click-To-Call-In Config" }}>
					<button type="button" className="button">
						Refresh
					</button>
					<button type="button" className="button button-danger">
						Delete Group
					</button>
				</PageHeading>
			),
			"long title": (
				<PageHeading title={LONG_WORD} place={{ to: "#", name: LONG_NAME }}>
					<button type="button" className="button button-primary">
						Create New Group
					</button>
				</PageHeading>
			),
		}),
		show(Tabs, {
			"one is open": <Tabs label="Example" tabs={TABS} current="/two" />,
			"none is open": <Tabs label="Example" tabs={TABS} current={null} />,
		}),
		show(SettingsTabs, {
			Administrator: settingsTabs("/settings/users", "administrator"),
			"a role with one page, so no tabs": settingsTabs("/settings/account", "monitor"),
		}),
		show(Notice, {
			good: <Notice look="good">The import was applied.</Notice>,
			warn: <Notice look="warn">Somebody else changed this meanwhile.</Notice>,
			danger: <Notice look="danger">Nothing was imported.</Notice>,
			"takes the focus": (
				<Notice look="danger" role="alert" focus>
					Read first when the page opens.
				</Notice>
			),
			long: <Notice look="warn">{LONG_TEXT}</Notice>,
		}),
		show(FlashMessage, {
			plain: <FlashMessage message="Settings saved." />,
			"with undo": <FlashMessage message="+18005550001 was deleted from the pool." undo={undo} />,
			long: <FlashMessage message={`“${LONG_WORD}” was saved.`} undo={undo} />,
		}),
		show(SecretNotice, {
			short: (
				<SecretNotice secret="ctci_0123456789abcdef">
					<p>Copy it now.</p>
				</SecretNotice>
			),
			long: (
				<SecretNotice secret={LONG_WORD}>
					<p>{LONG_TEXT}</p>
				</SecretNotice>
			),
		}),
		show(LinkNotice, {
			short: <LinkNotice email="bob@example.com" link="https://example.com/setup/4f1c9a" />,
			long: <LinkNotice email={LONG_EMAIL} link={`https://example.com/setup/${LONG_WORD}`} />,
		}),
		show(CopyButton, {
			plain: <CopyButton text="ctci_0123456789abcdef" />,
			quiet: <CopyButton text="+18005550001" className="button-quiet" />,
			"with words for a screen reader": (
				<CopyButton text="+18005550001">
					<span className="sr-only"> +18005550001</span>
				</CopyButton>
			),
		}),
		show(Sentence, {
			"with a link": (
				<p>
					<Sentence
						of={woven`Send it with ${(
							<a key="key" href="#key" className="link">
								an API key
							</a>
						)}.`}
					/>
				</p>
			),
		}),
		show(Marked, {
			"with code": (
				<p>
					<Marked text="Send `x-api-key` with every call." />
				</p>
			),
		}),
		show(MarkedText, {
			"paragraphs and a list": (
				<MarkedText text={`First line\nand its second.\n\n- \`create\`\n- ${LONG_TEXT}\n\nLast.`} />
			),
		}),
	],
};
