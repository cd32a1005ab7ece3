import { DOMImplementation, type Document, type Element, XMLSerializer } from "@xmldom/xmldom";

/** An element of a document. Attributes that are null are left out. */
export type XmlNode = {
	name: string;
	attributes?: Readonly<Record<string, string | number | null>>;
	children?: readonly (XmlNode | string)[];
};

/**
 * Writes an XML document with its declaration. The serializer escapes every value. Characters that
 * XML does not allow, line breaks and tabs become spaces.
 */
export function writeXml(root: XmlNode): string {
	const document = new DOMImplementation().createDocument(null, root.name);
	const element = document.documentElement as Element;
	const declaration = document.createProcessingInstruction("xml", 'version="1.0" encoding="UTF-8"');
	document.insertBefore(declaration, element);
	fill(document, element, root);
	return new XMLSerializer().serializeToString(document);
}

function fill(document: Document, element: Element, { attributes, children }: XmlNode): void {
	for (const [name, value] of Object.entries(attributes ?? {}))
		if (value !== null) element.setAttribute(name, allowed(String(value)));
	for (const child of children ?? []) {
		if (typeof child === "string") element.appendChild(document.createTextNode(allowed(child)));
		else {
			const inner = document.createElement(child.name);
			fill(document, inner, child);
			element.appendChild(inner);
		}
	}
}

const NOT_ALLOWED = /[^\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const allowed = (text: string): string => text.replace(NOT_ALLOWED, " ");
