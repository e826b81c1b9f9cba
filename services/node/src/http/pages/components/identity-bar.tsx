import type { ComponentChildren } from 'preact';

/** Which case, or which other thing, the page is of: its reference, heading (the page's h1), states, and what one can do. */
export const IdentityBar = ({
  reference,
  heading,
  tags,
  actions,
}: {
  /** Such as the case's number and "Göteborg – Malmö". */
  readonly reference: ComponentChildren;
  readonly heading: string;
  readonly tags?: ComponentChildren;
  /** ButtonLinks and PostButtons; the first one is the main one. */
  readonly actions?: ComponentChildren;
}) => (
  <div class="app-identity">
    <div class="app-identity__who">
      <p class="app-identity__reference">{reference}</p>
      <h1 class="app-identity__heading">{heading}</h1>
      {tags && <p class="app-identity__tags">{tags}</p>}
    </div>
    {actions && <div class="app-identity__actions">{actions}</div>}
  </div>
);
