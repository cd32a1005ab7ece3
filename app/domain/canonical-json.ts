/**
 * Canonical JSON: equal values give equal text, with sorted keys and no spaces. Iterates with an
 * explicit stack, because a body may be nested deeper than the call stack.
 */
export function canonicalJson(value: unknown): string {
	const parts: string[] = [];
	const ahead: ({ text: string } | { value: unknown })[] = [{ value }];
	for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
		if ("text" in next) parts.push(next.text);
		else if (typeof next.value !== "object" || next.value === null)
			parts.push(JSON.stringify(next.value));
		else if (Array.isArray(next.value)) {
			ahead.push({ text: "]" });
			for (let at = next.value.length - 1; at >= 0; at -= 1)
				ahead.push({ value: next.value[at] }, { text: at === 0 ? "" : "," });
			parts.push("[");
		} else {
			const object = next.value as Record<string, unknown>;
			const keys = Object.keys(object).sort();
			ahead.push({ text: "}" });
			for (let at = keys.length - 1; at >= 0; at -= 1) {
				const key = keys[at] as string;
				ahead.push(
					{ value: object[key] },
					{ text: `${at === 0 ? "" : ","}${JSON.stringify(key)}:` },
				);
			}
			parts.push("{");
		}
	}
	return parts.join("");
}
