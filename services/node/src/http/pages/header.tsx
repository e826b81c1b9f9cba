import type { Role } from '@storstad/contract';
import { Form } from './components/forms.js';
import { useWords } from './components/page-context.js';
import type { FrameReader } from './layout.js';
import { currentItem, menuFor } from './menu.js';

/** The service and the city, who reads and as what, and the way out. */
export function Header({
  city,
  reader,
}: {
  readonly city: string;
  readonly reader: FrameReader | undefined;
}) {
  const words = useWords();
  const { say } = words;
  return (
    <header class="app-header">
      <div class="app-width app-header__inside">
        <div class="app-header__service">
          <Mark />
          {reader ? (
            <a class="app-header__name" href="/">
              {say('layout.service')}
            </a>
          ) : (
            <span class="app-header__name">{say('layout.service')}</span>
          )}
          <span class="app-header__city">{words.city(city)}</span>
        </div>
        {reader && (
          <div class="app-header__reader">
            <span>
              {reader.session.name} ·{' '}
              {reader.session.staff.roles.map((role) => say(`layout.roles.${role}`)).join(', ')}
            </span>
            <Form action="/log-out" guarded={false}>
              <button type="submit" class="app-link-button">
                {say('layout.logOut')}
              </button>
            </Form>
          </div>
        )}
      </div>
    </header>
  );
}

/** Three cities that hold together. */
const Mark = () => (
  <svg class="app-header__mark" viewBox="0 0 28 28" aria-hidden="true">
    <path d="M14 6 5.5 21h17z" fill="none" stroke="#f2b233" stroke-width="2" />
    <g fill="#fff">
      <circle cx="14" cy="6" r="4" />
      <circle cx="5.5" cy="21" r="4" />
      <circle cx="22.5" cy="21" r="4" />
    </g>
  </svg>
);

const menuId = 'menu';

/** Where the reader may go. On narrow screens it folds out; the browser does that, without a script. */
export function Menu({ roles, path }: { readonly roles: readonly Role[]; readonly path: string }) {
  const { say } = useWords();
  const items = menuFor(roles);
  const current = currentItem(items, path);
  return (
    <nav class="app-menu" aria-label={say('menu.label')}>
      <div class="app-width">
        <button type="button" class="app-menu__open" popovertarget={menuId}>
          {say('menu.label')}
        </button>
        <div class="app-menu__popover" id={menuId} popover="auto">
          <button type="button" class="app-menu__close" popovertarget={menuId} popovertargetaction="hide">
            {say('menu.close')}
          </button>
          <ul class="app-menu__list">
            {items.map(({ id, href }) => (
              <li key={id}>
                <a class="app-menu__link" href={href} aria-current={id === current?.id ? 'page' : undefined}>
                  {say(`menu.${id}`)}
                  {id === 'cases' && (
                    <>
                      {' '}
                      <span class="app-count" data-badge />
                    </>
                  )}
                </a>
              </li>
            ))}
          </ul>
        </div>
        <p
          class="govuk-visually-hidden"
          aria-live="polite"
          data-badge-said={say('layout.newReferrals', { n: '{n}' })}
        />
      </div>
    </nav>
  );
}
