/** A mark of something on a day: filled when kept, hollow and crossed out when missed, hollow when it is open. */
export function Mark({
  look,
  x,
  y,
}: {
  readonly look: 'kept' | 'missed' | 'open' | 'incident';
  readonly x: string;
  readonly y: string;
}) {
  return (
    <svg x={x} y={y} overflow="visible" aria-hidden="true">
      {look === 'incident' ? (
        <path class="app-chart__incident" d="M0-8 8 7H-8z" />
      ) : (
        <circle class={`app-chart__${look}`} r="6" />
      )}
      {look === 'missed' && <path class="app-chart__missed" d="m-4-4 8 8m0-8-8 8" />}
    </svg>
  );
}
