import { AccessibilityStatement } from '../../src/http/pages/accessibility-page.js';
import { BalanceBars } from '../../src/http/pages/components/charts/balance-bars.js';
import { BalanceOverTime } from '../../src/http/pages/components/charts/balance-over-time.js';
import { CaseTimeline } from '../../src/http/pages/components/charts/case-timeline.js';
import { ChartWithTable } from '../../src/http/pages/components/charts/chart.js';
import { QuotaPlaces } from '../../src/http/pages/components/charts/quota-places.js';
import { CheckboxField, RadioField } from '../../src/http/pages/components/choice-fields.js';
import { Columns, Measure } from '../../src/http/pages/components/columns.js';
import { DateField, TimeField } from '../../src/http/pages/components/date-fields.js';
import {
  MoneyField,
  NumberField,
  SelectField,
  TextArea,
  TextField,
} from '../../src/http/pages/components/fields.js';
import {
  Button,
  ButtonGroup,
  ButtonLink,
  Filter,
  Form,
  PostButton,
  PrintButton,
} from '../../src/http/pages/components/forms.js';
import { IdentityBar } from '../../src/http/pages/components/identity-bar.js';
import {
  Details,
  ErrorSummary,
  Inset,
  Notice,
  Panel,
  Refusal,
} from '../../src/http/pages/components/messages.js';
import { BackLink, Pagination, SubNavigation } from '../../src/http/pages/components/navigation.js';
import { SummaryList } from '../../src/http/pages/components/summary-list.js';
import { Table } from '../../src/http/pages/components/table.js';
import { Tag } from '../../src/http/pages/components/tag.js';
import { TaskList } from '../../src/http/pages/components/task-list.js';
import { Tiles } from '../../src/http/pages/components/tiles.js';
import { Timeline } from '../../src/http/pages/components/timeline.js';
import { documentOf, type FrameReader, Page } from '../../src/http/pages/layout.js';
import { wordsIn } from '../../src/http/pages/words.js';

/** Pages with every component on them, told to hold awkward things. */

/** A text that is markup where it is not escaped. */
export const markup = '<img src=x onerror=alert(1)>"\'&';
const long = 'Placeringsöverenskommelseförlängningsansökan';
const awkward = `${long} ${markup}`;

const reader: FrameReader = {
  node: { city: 'goteborg' as FrameReader['node']['city'], rehearsal: true },
  session: {
    id: 'x',
    sent: new Map(),
    name: `Testperson A ${markup}`,
    formToken: 'token"',
    idToken: '',
    beganAt: 0,
    seenAt: 0,
    staff: {
      subject: 'a',
      units: [],
      roles: ['social-worker', 'police-liaison', 'administrator', 'auditor'],
    },
  },
  words: wordsIn.sv,
  path: '/cases/gallery',
  address: '/cases/gallery',
  notice: null,
};

const tones = ['neutral', 'info', 'good', 'warning', 'bad'] as const;

const listPage = (
  <Page reader={reader} title="Ärenden">
    <h1>Ärenden</h1>
    <Notice title="Kontakten är registrerad." />
    <Tiles
      label="Antal ärenden"
      tiles={[
        { label: 'Försenade åtgärder', count: 2, href: '/cases?queue=overdue', tone: 'bad' },
        { label: 'Nya förfrågningar till er', count: 1, href: '/cases?queue=incoming', tone: 'info' },
        { label: 'Väntar på polisen', count: 3, href: '/cases?queue=waiting', tone: 'warning' },
        { label: 'Kvot 2026, skickade', count: '1 av 2', href: '/quotas' },
        { label: awkward, count: '1 284 000', href: '/x', tone: 'good' },
      ]}
    />
    <SubNavigation
      label="Ärendeköer"
      links={[
        { text: 'Mina', href: '?q=mine', current: true, count: 2 },
        { text: 'Otilldelade', href: '?q=unassigned', current: false, count: 1 },
        { text: 'Alla pågående', href: '?q=all', current: false },
        { text: awkward, href: '?q=long', current: false, count: 0 },
      ]}
    />
    <Filter label="Välj ärenden" submit="Filtrera">
      <TextField id="reference" name="reference" label="Ärendenummer" />
      <SelectField
        id="state"
        name="state"
        label="Status"
        prompt="Alla"
        options={[
          { value: 'a', text: 'Väntar på polisen' },
          { value: 'b', text: awkward },
        ]}
      />
    </Filter>
    <Table
      caption="Ärenden"
      captionHidden
      columns={[
        { head: 'Ärende', nowrap: true, sort: { href: '?sort=reference', now: 'none' } },
        { head: 'Från – till', nowrap: true },
        { head: 'Status' },
        { head: 'Nästa åtgärd' },
        { head: 'Förfaller', nowrap: true, sort: { href: '?sort=due', now: 'ascending' } },
        { head: 'Handläggare' },
      ]}
      rows={[...tones.keys()].map((i) => ({
        key: String(i),
        cells: [
          <a href="/cases/1">{`GBG-2026-00${20 - i}`}</a>,
          'Göteborg – Stockholm',
          <Tag tone={tones[i]}>{i === 4 ? awkward : 'Väntar på polisen'}</Tag>,
          i === 3 ? awkward : 'Polisens godkännande',
          i === 0 ? <Tag tone="bad">10 nov. 2026, försenad</Tag> : '11 nov. 2026',
          i === 2 ? '' : 'Testperson A',
        ],
      }))}
    />
    <Pagination page={2} pages={7} hrefOf={(page) => `?page=${page}`} />
    <Table caption="Inga ärenden" columns={[{ head: 'Ärende' }]} rows={[]} empty="Här finns inga ärenden." />
  </Page>
);

const casePage = (
  <Page reader={reader} title="GBG-2026-0012">
    <BackLink href="/cases" text="Ärenden" />
    <IdentityBar
      reference="GBG-2026-0012 · Göteborg – Malmö"
      heading="Testperson C"
      tags={
        <>
          <Tag tone="good">Placerad</Tag> <Tag tone="bad">Skyddade uppgifter</Tag> <Tag>{awkward}</Tag>
        </>
      }
      actions={
        <>
          <ButtonLink href="/x">Registrera veckokontakt</ButtonLink>
          <ButtonLink href="/y" kind="secondary">
            Rapportera händelse
          </ButtonLink>
          <PostButton action="/z" kind="warning" fields={{ a: markup }}>
            Återta
          </PostButton>
        </>
      }
    />
    <Notice tone="bad" title="Försenat: veckokontakten skulle ha gjorts senast den 20 november">
      <p>Ansvarig: Malmö. {markup}</p>
    </Notice>
    <SubNavigation
      label="Ärendets sidor"
      links={['Översikt', 'Förfrågan', 'Uppföljning', 'Kostnader', 'Meddelanden', 'Historik'].map(
        (text, i) => ({
          text,
          href: `/cases/1/${i}`,
          current: i === 0,
          count: i === 2 ? 1 : undefined,
        }),
      )}
    />
    <Columns
      aside={
        <>
          <h2>Historik</h2>
          <Timeline
            entries={tones.map((tone, i) => ({
              key: tone,
              title: i === 4 ? awkward : 'Veckokontakt registrerad',
              by: i === 3 ? undefined : 'Malmö',
              time: '18 november 2026 kl. 14.10',
              text: i === 0 ? <p>Samtal i 40 minuter. {markup}</p> : undefined,
              tone,
            }))}
          />
        </>
      }
    >
      <SummaryList
        title="Placering"
        action={{ text: 'Ändra', about: 'placering', href: '/x' }}
        rows={[
          { key: 'Mottagande kommun', value: 'Malmö' },
          { key: 'Period', value: '20 oktober 2026–19 januari 2027' },
          { key: long, value: awkward, action: { text: 'Visa', about: long, href: '/y' } },
          { key: 'Kvotplats', value: '1 av 2 för 2026' },
        ]}
      />
      <h2>Uppföljning</h2>
      <TaskList
        tasks={[
          {
            title: 'Veckokontakt vecka 47',
            hint: 'Skulle ha gjorts den 20 november',
            href: '/a',
            status: { text: 'Försenad', tone: 'bad' },
          },
          {
            title: 'Samordningsmöte 2',
            hint: '24 november',
            href: '/b',
            status: { text: 'Bokat', tone: 'info' },
          },
          { title: awkward, href: '/c', status: { text: 'Klar' } },
          {
            title: 'Tremånadersprövning',
            hint: 'Öppnas den 20 december',
            href: null,
            status: { text: 'Kan inte påbörjas än' },
          },
        ]}
      />
    </Columns>
    <SummaryList rows={[{ key: 'Utan kort', value: <p>Värde</p> }]} />
    <Details summary="Vad är en tremånadersprövning?">
      <p>{awkward}</p>
    </Details>
    <Inset>
      <p>{awkward}</p>
    </Inset>
    <PrintButton>Skriv ut</PrintButton>
  </Page>
);

const formPage = (
  <Page reader={reader} title="Rapportera händelse">
    <BackLink href="/cases" />
    <Measure>
      <ErrorSummary
        items={[
          { text: 'Månaden måste vara 1–12 och dagen måste anges', href: '#when' },
          { text: `Välj vad som hände ${markup}`, href: '#what' },
          { text: long, href: '#described' },
        ]}
      />
      <h1>Rapportera händelse</h1>
      <Refusal
        title="Kvoten är fylld"
        detail={<p>Båda platserna är tagna. {markup}</p>}
        ground="Överenskommelsen, punkt 5"
        whatNow="Vänta tills en plats blir ledig, eller avsluta ärendet."
      />
      <Form>
        <DateField
          id="when"
          name="when"
          label="När hände det?"
          hint="Till exempel 2026 11 12"
          error="Månaden måste vara 1–12 och dagen måste anges"
          value={{ year: '2026', month: '13', day: markup }}
          wrong={['month', 'day']}
        />
        <TimeField
          id="known"
          name="known"
          label="När blev det känt?"
          value={{ year: '2026', month: '1', day: '2', time: '14.05' }}
        />
        <RadioField
          id="what"
          name="what"
          label="Vad hände?"
          error="Välj vad som hände"
          value="b"
          choices={[
            { value: 'a', text: 'Hot eller våld' },
            { value: 'b', text: 'Skyddad plats kan vara röjd', hint: 'Ring polisens kontaktperson direkt' },
            { value: 'c', text: awkward, hint: awkward },
          ]}
        />
        <RadioField
          id="urgent"
          name="urgent"
          label="Är det bråttom?"
          inline
          choices={[
            { value: 'yes', text: 'Ja' },
            { value: 'no', text: 'Nej' },
          ]}
        />
        <CheckboxField
          id="told"
          name="told"
          label="Vilka är underrättade?"
          hint={awkward}
          values={['police']}
          choices={[
            { value: 'home', text: 'Hemkommunen' },
            { value: 'police', text: 'Polisen', hint: 'Polisregion Syd' },
          ]}
        />
        <TextField id="note" name="note" label={awkward} hint={awkward} error={awkward} value={markup} />
        <TextArea
          id="described"
          name="described"
          label="Beskriv händelsen"
          hint="Skriv inga namn."
          error={long}
          maxLength={20}
          value={`</textarea>${markup}`}
        />
        <MoneyField id="amount" name="amount" label="Belopp i kronor" value="1 200,50" />
        <NumberField
          id="days"
          name="days"
          label="Antal dygn"
          suffix="dygn"
          value="3"
          error="Skriv ett heltal"
        />
        <SelectField
          id="kind"
          name="kind"
          label="Slag"
          error="Välj ett slag"
          options={[{ value: 'a', text: awkward }]}
        />
        <ButtonGroup>
          <Button>Granska och skicka</Button>
          <Button kind="secondary" name="draft" value="yes">
            Spara utkast
          </Button>
          <a class="govuk-link" href="/cases">
            Avbryt
          </a>
        </ButtonGroup>
      </Form>
    </Measure>
  </Page>
);

const year = Array.from({ length: 12 }, (_, i) => `2026-${String(i + 1).padStart(2, '0')}`);
const weekly = Array.from({ length: 13 }, (_, i) => ({
  due: new Date(Date.UTC(2026, 9, 27 + 7 * i)).toISOString().slice(0, 10),
  state: i > 8 ? ('open' as const) : i === 3 || i === 7 ? ('missed' as const) : ('kept' as const),
}));
const money = wordsIn.sv.money;

const chartPage = (
  <Page reader={reader} title="Mellanhavanden">
    <h1>Mellanhavanden 2026</h1>
    <ChartWithTable
      chart={
        <BalanceBars
          id="bars"
          title="Saldo per stad"
          description={`Utfört för och av varje stad. ${markup}`}
          cities={[
            { name: 'Stockholm', carriedOut: 128_400_000, received: 91_050_000 },
            { name: 'Göteborg', carriedOut: 74_230_000, received: 112_000_000 },
            { name: awkward, carriedOut: 0, received: 65_100_050 },
          ]}
        />
      }
    >
      <Table
        caption="Saldo per stad"
        columns={[
          { head: 'Stad' },
          { head: 'Utfört för dem', align: 'right' },
          { head: 'Utfört av dem', align: 'right' },
          { head: 'Netto', align: 'right' },
        ]}
        rows={[
          { key: 's', cells: ['Stockholm', money(128_400_000), money(91_050_000), money(37_350_000)] },
          { key: 'g', cells: ['Göteborg', money(74_230_000), money(112_000_000), money(-37_770_000)] },
        ]}
        foot={['Summa', money(202_630_000), money(203_050_000), money(-420_000)]}
      />
    </ChartWithTable>
    <h2>Över tid</h2>
    <BalanceOverTime
      id="time"
      title="Saldo över tid"
      description="Saldot vid varje månads slut."
      months={year}
      series={[
        { name: 'Stockholm', values: year.map((_, i) => (i * 40_000 - 90_000) * 100) },
        { name: 'Malmö', values: year.map((_, i) => Math.round(Math.sin(i / 2) * 21_000_000)) },
        { name: 'Göteborg', values: year.map((_, i) => (i * 39_000 - 90_000) * 100) },
      ]}
    />
    <h2>Ärendets gång</h2>
    <CaseTimeline
      id="course"
      title="Ärendets gång"
      description="Från förfrågan till utflytt."
      course={{
        today: '2026-12-28',
        phases: [
          { name: 'Förfrågan', from: '2026-10-01', until: '2026-10-09' },
          { name: 'Accepterad', from: '2026-10-09', until: '2026-10-20' },
          { name: 'Placering', from: '2026-10-20', until: null },
          { name: 'Avslut', from: '2026-12-27', until: null },
        ],
        deadlines: [
          { name: 'Veckokontakt', deadlines: weekly },
          { name: 'Samordningsmöte', deadlines: weekly.filter((_, i) => i % 4 === 3) },
          { name: awkward, deadlines: [{ due: '2027-01-19', state: 'open' }] },
        ],
        incidents: [
          { name: 'Oönskad kontakt', on: '2026-11-12' },
          { name: 'Flytt', on: '2026-11-14' },
        ],
      }}
    />
    <h2>Kvot</h2>
    <ChartWithTable
      chart={
        <QuotaPlaces
          id="quota"
          title="Kvotplatser"
          description="Platser tagna och lediga."
          directions={[
            { name: 'Skickade', taken: 1, limit: 2 },
            { name: 'Mottagna', taken: 2, limit: 2 },
            { name: 'Många', taken: 9, limit: 8 },
            { name: 'Oräkneliga', taken: 400_000, limit: 1_000_000 },
          ]}
        />
      }
    >
      <Table
        wide
        caption="Alla kvoter"
        columns={year.map((head) => ({ head, align: 'right' as const, nowrap: true }))}
        rows={[{ key: 'a', cells: year.map((m) => `${m} ${long}`) }]}
      />
    </ChartWithTable>
  </Page>
);

const receiptPage = (
  <Page reader={reader} title="Skickad">
    <Panel title="Förfrågan är skickad">
      Ärende <strong>GBG-2026-0012</strong>
    </Panel>
    <h2>Det här händer nu</h2>
    <p>Malmö svarar inom fem dagar.</p>
  </Page>
);

const accessibilityPage = (
  <Page reader={reader} title={wordsIn.sv.say('accessibility.title')}>
    <AccessibilityStatement words={wordsIn.sv} city="goteborg" />
  </Page>
);

/** The pages by the last part of their address, as HTML. */
export const gallery: Readonly<Record<string, string>> = {
  list: documentOf(listPage),
  case: documentOf(casePage),
  form: documentOf(formPage),
  charts: documentOf(chartPage),
  receipt: documentOf(receiptPage),
  accessibility: documentOf(accessibilityPage),
};
