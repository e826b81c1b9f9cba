import { useWords } from './components/page-context.js';
import { withThen } from './local-path.js';

/** About the service, and the other language. */
export function Footer({ address }: { readonly address: string }) {
  const { say, language } = useWords();
  const other = language === 'sv' ? 'en' : 'sv';
  return (
    <footer class="app-footer">
      <div class="app-width">
        <ul aria-label={say('layout.footer')}>
          <li>
            <a class="govuk-link" href="/accessibility">
              {say('layout.accessibility')}
            </a>
          </li>
          <li>
            <a
              class="govuk-link"
              href={withThen(`/language/${other}`, address)}
              lang={other}
              hreflang={other}
            >
              {say('layout.otherLanguage')}
            </a>
          </li>
        </ul>
        <p>{say('layout.logged')}</p>
      </div>
    </footer>
  );
}
