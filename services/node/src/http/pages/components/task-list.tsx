import type { ComponentChildren } from 'preact';
import { classes } from './classes.js';
import { Tag, type Tone } from './tag.js';

export interface Task {
  readonly title: string;
  readonly hint?: ComponentChildren;
  /** Null for a task that cannot be begun yet. */
  readonly href: string | null;
  /** Without a tone it is said plainly: what is done needs no colour. */
  readonly status: { readonly text: string; readonly tone?: Tone | undefined };
}

/** What is to be done, with how far each task has come. */
export const TaskList = ({ tasks }: { readonly tasks: readonly Task[] }) => (
  <ul class="govuk-task-list">
    {tasks.map(({ title, hint, href, status }) => (
      <li
        key={title}
        class={classes('govuk-task-list__item', href !== null && 'govuk-task-list__item--with-link')}
      >
        <div class="govuk-task-list__name-and-hint">
          {href === null ? (
            title
          ) : (
            <a class="govuk-link govuk-task-list__link" href={href}>
              {title}
            </a>
          )}
          {hint && <div class="govuk-task-list__hint">{hint}</div>}
        </div>
        <div
          class={classes(
            'govuk-task-list__status',
            href === null && 'govuk-task-list__status--cannot-start-yet',
          )}
        >
          {status.tone ? <Tag tone={status.tone}>{status.text}</Tag> : status.text}
        </div>
      </li>
    ))}
  </ul>
);
