// Marks the section that is being read in a list of links to sections, such as the API reference.

/** Starts on a page with such a list. */
export function startCurrentSection(): void {
	const list = document.querySelector<HTMLElement>("nav[data-sections]");
	if (!list) return;
	const links = new Map(
		[...list.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')].map((link) => [
			link.hash.slice(1),
			link,
		]),
	);
	// A section is read once it reaches the upper part of the window.
	const watch = new IntersectionObserver(
		(entries) => {
			const read = entries.findLast(({ isIntersecting }) => isIntersecting);
			const link = read && links.get(read.target.id);
			if (link) mark(link);
		},
		{ rootMargin: "-5% 0px -80% 0px" },
	);
	for (const id of links.keys()) {
		const section = document.getElementById(id);
		if (section) watch.observe(section);
	}
	function mark(link: HTMLAnchorElement): void {
		for (const other of links.values()) other.removeAttribute("aria-current");
		link.setAttribute("aria-current", "location");
		// Only the list scrolls: the page stays where the reader is.
		const [of, within] = [link.getBoundingClientRect(), list!.getBoundingClientRect()];
		if (of.top < within.top || of.bottom > within.bottom)
			list!.scrollBy(0, of.top - within.top - within.height / 3);
	}
}
