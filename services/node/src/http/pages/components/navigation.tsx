import { PostButton } from './forms.js';
import { useWords } from './page-context.js';

export interface SubLink {
  readonly text: string;
  readonly href: string;
  readonly current: boolean;
  readonly count?: number | undefined;
}

/** The pages of one thing, or the queues of a list, with how much is in each. Links, not tabs that need a script. */
export const SubNavigation = ({
  label,
  links,
}: {
  readonly label: string;
  readonly links: readonly SubLink[];
}) => (
  <nav class="app-sub-nav" aria-label={label}>
    <ul class="app-sub-nav__list">
      {links.map(({ text, href, current, count }) => (
        <li key={href}>
          <a class="app-sub-nav__link" href={href} aria-current={current ? 'page' : undefined}>
            {text}
            {count !== undefined && count > 0 && (
              <>
                {' '}
                <span class="app-count">{count}</span>
              </>
            )}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

/** The way to the page before, of the page that this one is under. */
export const BackLink = ({
  href,
  text,
}: {
  readonly href: string;
  /** Where to, such as "Ärenden"; without it only "Tillbaka". */
  readonly text?: string | undefined;
}) => {
  const { say } = useWords();
  return (
    <nav aria-label={say('components.back')}>
      <a class="govuk-back-link" href={href}>
        {text ?? say('components.back')}
      </a>
    </nav>
  );
};

/** Earlier and later pages of a list, and where one is. Nothing when there is one page. */
export function Pagination({
  page,
  pages,
  hrefOf,
  posted,
}: {
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  hrefOf(page: number): string;
  /** What was asked for with a form, which stands in no address: the other pages are asked for with it again. */
  readonly posted?: Readonly<Record<string, string>> | undefined;
}) {
  const { say } = useWords();
  if (pages <= 1) return null;
  const step = (to: number, rel: 'prev' | 'next') =>
    posted ? (
      <PostButton fields={{ ...posted, page: String(to) }}>{say(`components.${rel}`)}</PostButton>
    ) : (
      <a href={hrefOf(to)} rel={rel}>
        {say(`components.${rel}`)}
      </a>
    );
  return (
    <nav class="app-pagination" aria-label={say('components.pages')}>
      {page > 1 && step(page - 1, 'prev')}
      <p>{say('components.pageOf', { page, pages })}</p>
      {page < pages && step(page + 1, 'next')}
    </nav>
  );
}
