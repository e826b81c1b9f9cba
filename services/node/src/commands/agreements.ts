import { cityIsParty } from '../domain/agreement.js';
import { civilDateOf } from '../domain/calendar.js';
import type { Direction } from '../domain/quota.js';
import { refuse } from '../domain/refusal.js';
import { decideApprove, decidePropose } from '../domain/registry.js';
import type { AgreementId, Thread } from '../domain/values.js';
import { type Node, otherCities } from '../node.js';
import { by, type DeskCommand } from './desk-command.js';
import { agreementView } from './views.js';

const today = (node: Node) => civilDateOf(node.clock.now());
const threadOf = (id: string): Thread => `agreements/${id}`;

/** All versions that this node knows of. */
export const listAgreements: DeskCommand<'listAgreements'> = (node) => ({
  agreements: node.store.agreements.all().map((version) => agreementView(version, today(node))),
});

/** What a unit of this city is called in the latest version that names it; its code where none does. */
export function unitName({ store, city }: Pick<Node, 'store' | 'city'>, unit: string): string {
  const bodies = store.agreements.all().flatMap(({ document }) => document.bodies);
  return bodies.findLast((body) => body.city === city && body.unit === unit)?.name ?? unit;
}

/** One version. */
export const getAgreement: DeskCommand<'getAgreement'> = (node, { params }) => {
  const version = node.store.agreements.find(params.agreementId as AgreementId);
  return version ? agreementView(version, today(node)) : refuse('NOT_FOUND');
};

/** Proposes a version to all cities. */
export const proposeAgreement: DeskCommand<'proposeAgreement'> = (node, call) => {
  const id = call.body.id as AgreementId;
  return node.commit.decide(
    by(call, threadOf(id)),
    (around) => decidePropose(call.body, around),
    () => shown(node, id),
  );
};

/** Records a body's approval and tells all cities (002:69). */
export const approveAgreement: DeskCommand<'approveAgreement'> = (node, call) => {
  const id = call.params.agreementId as AgreementId;
  return node.commit.decide(
    by(call, threadOf(id)),
    (around) => decideApprove(id, call.body, around),
    () => shown(node, id),
  );
};

const directions = ['sent', 'received'] as const satisfies readonly Direction[];

/**
 * This city's places under each version, running cases of earlier versions beside (requirements §12 no. 3); and what it
 * knows of the other cities' places. They do not tell each other more: who knows how many a city has received, and from
 * whom, could guess why a place there is unsuitable (requirements §11 S7).
 */
export const listQuotas: DeskCommand<'listQuotas'> = (node) => {
  const { store } = node;
  const versions = store.agreements.all();
  const earlierThan = (from: string) =>
    versions.filter(({ document }) => document.validFrom < from).map(({ id }) => id);
  return {
    quotas: versions.flatMap(({ id, document }) =>
      directions.map((direction) => ({
        agreement: id,
        direction,
        used: store.slots.use(id)[direction].used,
        limit: document.terms.quota.limit,
        carriedOver: store.cases.running(
          earlierThan(document.validFrom),
          direction === 'sent' ? 'home' : 'receiving',
        ),
      })),
    ),
    otherCities: versions.flatMap((version) => {
      const [agreement, { limit }] = [version.id, version.document.terms.quota];
      const parties = otherCities(node).filter((city) => cityIsParty(version, city));
      return parties.flatMap((city) => {
        const known = store.slots.knownOf(city, agreement);
        return directions.map((direction) => ({
          city,
          agreement,
          direction,
          known: known[direction],
          limit,
        }));
      });
    }),
  };
};

function shown(node: Node, id: AgreementId) {
  const version = node.store.agreements.find(id);
  if (!version) throw new Error('The agreement version is gone after a command on it');
  return agreementView(version, today(node));
}
