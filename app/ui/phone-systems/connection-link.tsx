/** A connection's name as the way to its page. */
export const ConnectionLink = ({ id, name }: { id: string; name: string }) => (
	<a href={`/settings/phone-systems/${id}`} className="link [overflow-wrap:anywhere]">
		{name}
	</a>
);
