import type { ComponentChildren } from 'preact';
import { classes } from './classes.js';
import type { Tone } from './tag.js';

export interface TimelineEntry {
  readonly key: string;
  readonly title: ComponentChildren;
  /** By whom, or from which city. */
  readonly by?: string | undefined;
  /** As it is read, such as "18 november 2026 kl. 14.10". */
  readonly time: string;
  readonly text?: ComponentChildren;
  readonly tone?: Tone | undefined;
}

/** What has happened, one thing after the other. */
export const Timeline = ({ entries }: { readonly entries: readonly TimelineEntry[] }) => (
  <ol class="app-timeline">
    {entries.map(({ key, title, by, time, text, tone = 'neutral' }) => (
      <li key={key} class={classes('app-timeline__entry', `app-timeline__entry--${tone}`)}>
        <p class="app-timeline__title">{title}</p>
        <p class="app-timeline__when">
          {time}
          {by && ` · ${by}`}
        </p>
        {text && <div class="app-timeline__text">{text}</div>}
      </li>
    ))}
  </ol>
);
