// What the pages do beyond links and forms. Every task works without it.

document.body.classList.add('js-enabled');
const one = <E extends HTMLElement>(selector: string) => document.querySelector<E>(selector);
const all = <E extends HTMLElement>(selector: string) => document.querySelectorAll<E>(selector);

one('[data-focus]')?.focus();

for (const button of all('[data-print]')) button.addEventListener('click', () => window.print());

// Skip link: the focus goes on from the content.
one('.govuk-skip-link')?.addEventListener('click', () => one('main')?.focus());

const guard = guardWhatIsWritten();
sendOnce();
countWhatIsLeft();
watchSession();
watchNew();

/** Asks before what has been written is left, but not when it is sent, and no more when it is let go. */
function guardWhatIsWritten(): { letGo(): void } {
  let isUnsaved = false;
  for (const form of all<HTMLFormElement>('form[data-guard]')) {
    form.addEventListener('input', () => {
      isUnsaved = true;
    });
    form.addEventListener('submit', () => {
      isUnsaved = false;
    });
  }
  window.addEventListener('beforeunload', (event) => {
    if (isUnsaved) event.preventDefault();
  });
  return {
    letGo() {
      isUnsaved = false;
    },
  };
}

/** A form that is pressed twice is sent once. */
function sendOnce() {
  const sent = new WeakSet<EventTarget>();
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method === 'get' || event.defaultPrevented) return;
    if (sent.has(form)) event.preventDefault();
    sent.add(form);
  });
  // The browser may show the page again as it was left.
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload();
  });
}

/** Says below a text how much of it is left; aloud only when the writing pauses. */
function countWhatIsLeft() {
  for (const field of all<HTMLTextAreaElement>('textarea[data-count]')) {
    const said = field.parentElement?.querySelector<HTMLElement>('[data-left]');
    if (!said) continue;
    const { left = '', over = '' } = said.dataset;
    let pause = 0;
    const count = () => {
      const rest = Number(field.dataset.count) - [...field.value].length;
      said.textContent = (rest < 0 ? over : left).replace('{n}', String(Math.abs(rest)));
      said.classList.toggle('app-count-left--over', rest < 0);
    };
    field.addEventListener('input', () => {
      clearTimeout(pause);
      pause = setTimeout(count, 500);
    });
    count();
  }
}

/**
 * Warns before the session ends, in all tabs: each asks how long is left without renewing it, and when one renews it, or
 * loads a page, or logs out, the others hear. When it has ended, all of them go to the log-in page, which leads back.
 */
function watchSession() {
  const dialog = one<HTMLDialogElement>('dialog[data-session]');
  const tabs = new BroadcastChannel('session');
  // A page for anyone: the session may just have been ended.
  if (!dialog) return tabs.postMessage('changed');
  const warnSeconds = 120;
  const minutes = dialog.querySelector<HTMLElement>('[data-minutes]');
  let timer = 0;

  const leave = () => {
    // What is written is lost by now, and must not stay to be read by whoever passes.
    guard.letGo();
    const back = new URLSearchParams([['then', location.pathname + location.search]]);
    location.assign(`${dialog.dataset.session}?${back}`);
  };
  const askAfter = (seconds: number) => {
    clearTimeout(timer);
    timer = setTimeout(ask, seconds * 1000);
  };
  const show = (seconds: number) => {
    if (minutes) minutes.textContent = String(Math.ceil(seconds / 60));
    if (!dialog.open) dialog.showModal();
    askAfter(Math.min(seconds, seconds % 60 || 60) + 1);
  };

  async function ask() {
    const answer = await fetch('/session').catch(() => null);
    if (!answer) return askAfter(30);
    if (!answer.ok || answer.redirected) return leave();
    const { secondsLeft } = (await answer.json()) as { secondsLeft: number };
    if (secondsLeft <= 0) return leave();
    if (secondsLeft <= warnSeconds) return show(secondsLeft);
    dialog?.close();
    askAfter(secondsLeft - warnSeconds);
  }

  dialog.addEventListener('cancel', (event) => event.preventDefault());
  dialog.querySelector('form')?.addEventListener('submit', async (event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const body = new URLSearchParams([...new FormData(form)] as [string, string][]);
    await fetch(form.action, { method: 'POST', body }).catch(() => null);
    tabs.postMessage('changed');
    await ask();
  });
  tabs.addEventListener('message', ask);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) ask();
  });
  tabs.postMessage('changed');
  ask();
}

/** Shows how many new requests have come, and says so when there are more than before. */
function watchNew() {
  const badge = one('[data-badge]');
  const said = one('[data-badge-said]');
  if (!badge || !said) return;
  let before: number | null = null;
  const ask = async () => {
    if (document.hidden) return;
    const answer = await fetch('/badges').catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const { incoming } = (await answer.json()) as { incoming: number };
    badge.textContent = incoming > 0 ? String(incoming) : '';
    if (before !== null && incoming > before)
      said.textContent = (said.dataset.badgeSaid ?? '').replace('{n}', String(incoming));
    before = incoming;
  };
  setInterval(ask, 60_000);
  document.addEventListener('visibilitychange', ask);
  ask();
}
