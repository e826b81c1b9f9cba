import { Button, ButtonGroup, Form } from './components/forms.js';
import { useWords } from './components/page-context.js';

/** Is opened by the script two minutes before the session ends; when it has ended, the script goes to `data-session`. */
export function SessionWarning() {
  const { say } = useWords();
  return (
    <dialog class="app-session" aria-labelledby="session-title" data-session="/log-in">
      <h2 id="session-title">{say('layout.session.title')}</h2>
      <p>
        {say('layout.session.before')} <strong data-minutes>2</strong> {say('layout.session.after')}
      </p>
      <Form action="/session" guarded={false}>
        <ButtonGroup>
          <Button>{say('layout.session.stay')}</Button>
        </ButtonGroup>
      </Form>
    </dialog>
  );
}
