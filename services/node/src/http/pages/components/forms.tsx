import type { ComponentChildren } from 'preact';
import { classes } from './classes.js';
import { usePage } from './page-context.js';

/** How much a button weighs: the one thing to do on the page, another thing, or one that cannot be undone. */
export type ButtonKind = 'primary' | 'secondary' | 'warning';

const buttonClass = (kind: ButtonKind) =>
  classes('govuk-button', kind !== 'primary' && `govuk-button--${kind}`);

/** The name of the hidden field with the form token. */
export const formTokenField = 'formToken';

/**
 * A form that is posted, with the form token in it. The browser's own checks are off: the contract's are said instead.
 * The script asks before what has been written in it is left.
 */
export function Form({
  action,
  guarded = true,
  withFiles = false,
  children,
}: {
  /** Where to; without it, to the page's own address. */
  readonly action?: string | undefined;
  /** Whether what was written is lost by leaving the page. */
  readonly guarded?: boolean | undefined;
  /** Whether there is a field in it with which a file is chosen. */
  readonly withFiles?: boolean | undefined;
  readonly children: ComponentChildren;
}) {
  return (
    <form
      method="post"
      action={action}
      encType={withFiles ? 'multipart/form-data' : undefined}
      autocomplete="off"
      noValidate
      data-guard={guarded ? '' : undefined}
    >
      <FormToken />
      {children}
    </form>
  );
}

function FormToken() {
  const { formToken } = usePage();
  return formToken ? <input type="hidden" name={formTokenField} value={formToken} /> : null;
}

/** Sends the form that it stands in. With a name, the form tells which button was pressed. */
export const Button = ({
  kind = 'primary',
  name,
  value,
  children,
}: {
  readonly kind?: ButtonKind | undefined;
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  readonly children: ComponentChildren;
}) => (
  <button type="submit" class={buttonClass(kind)} name={name} value={value}>
    {children}
  </button>
);

/** A link to where something is done, with the weight of a button. */
export const ButtonLink = ({
  href,
  kind = 'primary',
  children,
}: {
  readonly href: string;
  readonly kind?: ButtonKind | undefined;
  readonly children: ComponentChildren;
}) => (
  <a class={buttonClass(kind)} href={href} draggable={false}>
    {children}
  </a>
);

/** One button that does one thing: a small form of its own, with hidden fields. */
export const PostButton = ({
  action,
  kind = 'secondary',
  fields = {},
  children,
}: {
  /** Without it, to the page's own address. */
  readonly action?: string | undefined;
  readonly kind?: ButtonKind | undefined;
  readonly fields?: Readonly<Record<string, string>> | undefined;
  readonly children: ComponentChildren;
}) => (
  <Form action={action} guarded={false}>
    {Object.entries(fields).map(([name, value]) => (
      <input key={name} type="hidden" name={name} value={value} />
    ))}
    <Button kind={kind}>{children}</Button>
  </Form>
);

/** Buttons and a link beside each other. */
export const ButtonGroup = ({ children }: { readonly children: ComponentChildren }) => (
  <div class="govuk-button-group">{children}</div>
);

/** Prints the page. Without the script there is no button: the browser's own menu prints. */
export const PrintButton = ({ children }: { readonly children: ComponentChildren }) => (
  <button type="button" class="govuk-button govuk-button--secondary app-script-only" data-print>
    {children}
  </button>
);

/** Fields beside each other that choose what a list shows. It only reads, so it needs no form token if it is not posted. */
export const Filter = ({
  label,
  submit,
  posted = false,
  children,
}: {
  readonly label: string;
  /** What the button says, such as "Filtrera". */
  readonly submit: string;
  /** Whether what is chosen must not stand in an address. */
  readonly posted?: boolean | undefined;
  readonly children: ComponentChildren;
}) => (
  <form class="app-filter" method={posted ? 'post' : 'get'} aria-label={label} autocomplete="off">
    {posted && <FormToken />}
    {children}
    <Button kind="secondary">{submit}</Button>
  </form>
);
