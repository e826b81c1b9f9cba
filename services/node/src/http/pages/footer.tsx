import { Form } from './components/forms.js';
import { useWords } from './components/page-context.js';

/** About the service, and the other language. */
export function Footer({ path }: { readonly path: string }) {
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
            <Form action="/language" guarded={false}>
              <input type="hidden" name="then" value={path} />
              <button type="submit" class="app-link-button" name="language" value={other} lang={other}>
                {say('layout.otherLanguage')}
              </button>
            </Form>
          </li>
        </ul>
        <p>{say('layout.logged')}</p>
      </div>
    </footer>
  );
}
