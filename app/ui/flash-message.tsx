import { Notice } from "./notice.tsx";

type Props = {
	message: string;
	undo?: { label: string; action: string; fields: Record<string, string> };
};

/** The result of the last action, with an Undo if there is one (G13). */
export function FlashMessage({ message, undo }: Props) {
	return (
		<Notice look="good" role="status" focus>
			<div className="flex flex-wrap items-center gap-x-4 gap-y-2">
				<p className="[overflow-wrap:anywhere]">{message}</p>
				{undo && (
					<form method="post" action={undo.action}>
						{Object.entries(undo.fields).map(([name, value]) => (
							<input key={name} type="hidden" name={name} value={value} />
						))}
						<button type="submit" className="button">
							{undo.label}
						</button>
					</form>
				)}
			</div>
		</Notice>
	);
}
