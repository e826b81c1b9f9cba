import type { Role } from '@storstad/contract';

/** A page of the menu; its name is the text `menu.` with its id. */
export interface MenuItem {
  readonly id: string;
  readonly href: string;
}

const pages = {
  tasks: '/tasks',
  cases: '/cases',
  'new-case': '/cases/new',
  'contact-points': '/contact-points',
  decisions: '/decisions',
  'decisions-made': '/decisions/made',
  overview: '/overview',
  balances: '/balances',
  statements: '/statements',
  invoices: '/invoices',
  providers: '/providers',
  quotas: '/quotas',
  agreements: '/agreements',
  reports: '/reports',
  readings: '/readings',
  staff: '/staff',
  'node-status': '/node-status',
  exports: '/exports',
} as const;

type PageId = keyof typeof pages;

/** Auditors read what administrators do; what only these may change is not offered on the pages. */
const overseen: readonly PageId[] = [
  'overview',
  'balances',
  'statements',
  'invoices',
  'providers',
  'quotas',
  'agreements',
  'reports',
  'exports',
  'readings',
  'staff',
  'contact-points',
  'node-status',
];

const pagesOf: Readonly<Record<Role, readonly PageId[]>> = {
  'social-worker': ['tasks', 'cases', 'new-case', 'contact-points'],
  'police-liaison': ['decisions', 'decisions-made'],
  administrator: overseen,
  auditor: overseen,
};

/** The pages that somebody with some roles may go to: each once, in the order of the first role that has it. */
export function menuFor(roles: readonly Role[]): MenuItem[] {
  const ids = new Set(
    (Object.keys(pagesOf) as Role[]).filter((role) => roles.includes(role)).flatMap((role) => pagesOf[role]),
  );
  return [...ids].map((id) => ({ id, href: pages[id] }));
}

/** The item that a page is under: the one whose address the page's begins with, the longest of them. */
export function currentItem(items: readonly MenuItem[], path: string): MenuItem | undefined {
  return items
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .sort((a, b) => b.href.length - a.href.length)[0];
}
