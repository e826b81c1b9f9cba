import type { ComponentChildren } from 'preact';

/** The page's matter, and beside it (below it on narrow screens) what belongs to it. */
export const Columns = ({
  children,
  aside,
}: {
  readonly children: ComponentChildren;
  readonly aside: ComponentChildren;
}) => (
  <div class="app-columns">
    <div>{children}</div>
    <div>{aside}</div>
  </div>
);

/** Running text and forms, in a width that is read well. */
export const Measure = ({ children }: { readonly children: ComponentChildren }) => (
  <div class="app-measure">{children}</div>
);
