import type { ComponentChildren } from 'preact';
import { classes } from './classes.js';

/** How something stands. The words say it; the colour only repeats it. */
export type Tone = 'neutral' | 'info' | 'good' | 'warning' | 'bad';

/** A short state, such as "Placerad". */
export const Tag = ({
  tone = 'neutral',
  children,
}: {
  readonly tone?: Tone | undefined;
  readonly children: ComponentChildren;
}) => <strong class={classes('govuk-tag', `app-tag--${tone}`)}>{children}</strong>;
