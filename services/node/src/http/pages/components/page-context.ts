import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Words } from '../words.js';

/** What a component may know of the page that it stands on. */
export interface PageContext {
  readonly words: Words;
  /** Stands in every form of somebody who is logged in; null on a page that anyone may see. */
  readonly formToken: string | null;
}

export const PageContext = createContext<PageContext | null>(null);

/** The page around a component. Outside `Document` there is none, which is a bug. */
export function usePage(): PageContext {
  const page = useContext(PageContext);
  if (!page) throw new Error('A component stands outside a Document');
  return page;
}

/** How things are said in the page's language. */
export const useWords = (): Words => usePage().words;
