import type { Invoice } from '@storstad/contract';
import { caseReference } from '../case/case-reference.js';
import { IdentityBar } from '../components/identity-bar.js';
import { Inset } from '../components/messages.js';
import { BackLink } from '../components/navigation.js';
import { useWords } from '../components/page-context.js';
import { SummaryList } from '../components/summary-list.js';
import { Table } from '../components/table.js';
import { formHref } from '../forms/form-href.js';
import { Page } from '../layout.js';
import type { PageAnswer, PageRequest } from '../page.js';
import { ask, type Reader, saidUnit } from '../reader.js';
import { InvoiceTags, providerNames } from './invoices-page.js';
import { CaseLink, FormButton } from './money-words.js';

/** One invoice: what it bills, what the control finds, and what of it is accepted. */
export async function invoicePage({ reader, params }: PageRequest): Promise<PageAnswer> {
  const told = await ask(reader, 'getInvoice', { params: { invoiceId: params.invoiceId ?? '' } });
  if (!told.ok) return told;
  const invoice = told.answer;
  const provider = (await providerNames(reader)).get(invoice.providerId);
  const { words } = reader;
  const heading = words.say('money.invoice.title', { number: invoice.number });
  return {
    page: (
      <Page reader={reader} title={heading}>
        <BackLink href="/invoices" text={words.say('money.invoices.title')} />
        <IdentityBar
          reference={`${words.value('ServiceCode', invoice.service)} · ${words.period(invoice)}`}
          heading={heading}
          tags={<InvoiceTags invoice={invoice} />}
          actions={<Charge reader={reader} invoice={invoice} />}
        />
        <Control invoice={invoice} />
        <TooLittle invoice={invoice} />
        <Facts reader={reader} invoice={invoice} provider={provider} />
      </Page>
    ),
  };
}

/** The home city is charged once, for a service that it has approved, and for something. */
const Charge = ({ reader, invoice }: { readonly reader: Reader; readonly invoice: Invoice }) =>
  invoice.chargedBy === null && invoice.externalServiceId !== null && invoice.acceptedOre > 0 ? (
    <FormButton
      reader={reader}
      operation="chargeInvoice"
      href={formHref('chargeInvoice', { invoiceId: invoice.id })}
    />
  ) : null;

/** What is accepted and what is not add up to what is billed, to the öre. */
function Control({ invoice: { findings, acceptedOre, amountOre, days } }: { readonly invoice: Invoice }) {
  const words = useWords();
  const { say, number, money, find } = words;
  const rows = findings
    .filter((finding) => finding.amountOre >= 0)
    .map((finding) => ({
      key: finding.code,
      cells: [
        words.value('InvoiceFindingCode', finding.code),
        find(`money.invoice.means.${finding.code}`) ?? '',
        number(finding.days),
        money(finding.amountOre),
      ],
    }));
  return (
    <Table
      caption={say('money.invoice.control')}
      columns={[
        { head: say('money.findings.finding') },
        { head: say('money.invoice.meaning') },
        { head: say('money.days'), align: 'right' },
        { head: say('money.amount'), align: 'right', nowrap: true },
      ]}
      rows={[
        ...rows,
        {
          key: 'accepted',
          cells: [say('money.invoice.accepted'), say('money.invoice.acceptedMeans'), '', money(acceptedOre)],
        },
      ]}
      foot={[say('money.invoice.billed'), '', number(days), money(amountOre)]}
    />
  );
}

/** Where the provider has billed too little, nothing is added. */
function TooLittle({ invoice: { findings } }: { readonly invoice: Invoice }) {
  const words = useWords();
  const under = findings.filter(({ amountOre }) => amountOre < 0);
  if (under.length === 0) return null;
  return (
    <Inset>
      {under.map(({ code, amountOre }) => (
        <p key={code}>
          {words.say('money.invoice.tooLittle', {
            finding: words.value('InvoiceFindingCode', code),
            amount: words.money(-amountOre),
          })}
        </p>
      ))}
    </Inset>
  );
}

function Facts({
  reader,
  invoice,
  provider,
}: {
  readonly reader: Reader;
  readonly invoice: Invoice;
  readonly provider: string | undefined;
}) {
  const { words } = reader;
  const { say, money, number } = words;
  return (
    <SummaryList
      title={say('money.invoice.facts')}
      rows={[
        {
          key: say('money.invoice.provider'),
          value: (
            <a class="govuk-link" href={`/providers/${invoice.providerId}`}>
              {provider ?? say('money.invoice.providerGone')}
            </a>
          ),
        },
        { key: say('money.case'), value: <CaseLink reader={reader} caseId={invoice.caseId} /> },
        {
          key: say('money.invoice.unit'),
          value: invoice.unit ? saidUnit(reader, invoice.unit) : say('money.invoice.noUnit'),
        },
        { key: say('money.period'), value: words.period(invoice) },
        { key: say('money.days'), value: number(invoice.days) },
        { key: say('money.dayRate'), value: money(invoice.dayRateOre) },
        { key: say('money.invoice.upkeep'), value: money(invoice.upkeepDeductionOre) },
        { key: say('money.invoice.billed'), value: money(invoice.amountOre) },
        {
          key: say('money.invoice.approval'),
          value: say(invoice.externalServiceId ? 'money.invoice.approved' : 'money.invoice.notApproved'),
        },
        { key: say('money.invoice.receivedOn'), value: words.date(invoice.receivedOn) },
        {
          key: say('money.invoice.charge'),
          value: invoice.chargedBy ? (
            <a class="govuk-link" href={`/cost-lines/${invoice.chargedBy}`}>
              {say('money.line.reference', { reference: caseReference(invoice.chargedBy) })}
            </a>
          ) : (
            say('money.invoice.notCharged')
          ),
        },
      ]}
    />
  );
}
