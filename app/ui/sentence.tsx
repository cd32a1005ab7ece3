import { Children, type ReactNode } from "react";
import type { Woven } from "../texts/woven.ts";

/** A sentence of the texts with links, times or other elements between its words. */
export const Sentence = ({ of }: { of: Woven<ReactNode> }) => <>{Children.toArray(of)}</>;
