import { createContext, useContext } from "react";
import { DEFAULT_VIEW, type ViewChoices } from "../domain/people/view-choices.ts";

const ViewContext = createContext<ViewChoices>(DEFAULT_VIEW);

/** Gives the pages the choices of the reader's browser. */
export const ViewProvider = ViewContext.Provider;

export const useView = (): ViewChoices => useContext(ViewContext);
