import { classes } from './classes.js';
import type { Tone } from './tag.js';

export interface Tile {
  readonly label: string;
  /** A number, or a short text such as "1 av 2". */
  readonly count: number | string;
  readonly href: string;
  readonly tone?: Tone | undefined;
}

/** How many there are of what one may go to; each tile is one link. */
export const Tiles = ({ label, tiles }: { readonly label: string; readonly tiles: readonly Tile[] }) => (
  <ul class="app-tiles" aria-label={label}>
    {tiles.map(({ label, count, href, tone = 'neutral' }) => (
      <li key={label}>
        <a class={classes('app-tile', `app-tile--${tone}`)} href={href}>
          <span class="app-tile__label">{label}</span> <span class="app-tile__count">{count}</span>
        </a>
      </li>
    ))}
  </ul>
);
