import { canonicalJson, digestOf } from '@storstad/evidence';
import { approvalRefusal, overlapRefusal, proposalRefusal } from '../domain/agreement.js';
import { civilDateOf } from '../domain/calendar.js';
import { decided } from '../domain/circumstances.js';
import { nothingPersonal, type OutgoingMessage } from '../domain/event.js';
import type { Direction } from '../domain/quota.js';
import { refuse } from '../domain/refusal.js';
import type { AgreementId, City, DigestText, Thread, Unit } from '../domain/values.js';
import type { Node } from '../node.js';
import { by, type DeskCommand } from './desk-command.js';
import { agreementView } from './views.js';

const today = (node: Node) => civilDateOf(node.clock.now());
const threadOf = (id: string): Thread => `agreements/${id}`;

/** All versions that this node knows of. */
export const listAgreements: DeskCommand<'listAgreements'> = (node) => ({
  agreements: node.store.agreements.all().map((version) => agreementView(version, today(node))),
});

/** One version. */
export const getAgreement: DeskCommand<'getAgreement'> = (node, { params }) => {
  const version = node.store.agreements.find(params.agreementId as AgreementId);
  return version ? agreementView(version, today(node)) : refuse('NOT_FOUND');
};

/** Proposes a version to all cities. */
export const proposeAgreement: DeskCommand<'proposeAgreement'> = (node, call) => {
  const document = call.body;
  const id = document.id as AgreementId;
  const digest = digestOf(canonicalJson(document)) as string as DigestText;
  return node.commit.decide(
    by(call, threadOf(id)),
    (around) =>
      proposalRefusal(around.versions, document, around.members) ??
      decided(
        [{ type: 'agreement-proposed', agreementId: id, digest, document, proposedBy: node.city }],
        toAllOthers(node, (to) => ({
          type: 'agreement-proposed',
          to,
          thread: threadOf(id),
          subject: id,
          content: { document },
          covered: nothingPersonal,
        })),
      ),
    () => shown(node, id),
  );
};

/** Records a body's approval and tells all cities (002:69). */
export const approveAgreement: DeskCommand<'approveAgreement'> = (node, call) => {
  const id = call.params.agreementId as AgreementId;
  return node.commit.decide(
    by(call, threadOf(id)),
    (around) => {
      const version = node.store.agreements.find(id);
      if (!version) return refuse('NOT_FOUND');
      const party = { city: node.city, unit: call.body.unit as Unit };
      const approval = { agreementId: id, digest: version.digest, ...call.body, ...party };
      return (
        overlapRefusal(around.versions, version.document) ??
        approvalRefusal(version, party) ??
        decided(
          [{ type: 'agreement-approved', agreementId: id, approval }],
          toAllOthers(node, (to) => ({
            type: 'agreement-approved',
            to,
            thread: threadOf(id),
            subject: id,
            content: { approval },
            covered: nothingPersonal,
          })),
        )
      );
    },
    () => shown(node, id),
  );
};

/** This city's places under each version; running cases of earlier versions are shown beside (requirements §12 no. 3). */
export const listQuotas: DeskCommand<'listQuotas'> = ({ store }) => {
  const versions = store.agreements.all();
  const earlierThan = (from: string) =>
    versions.filter(({ document }) => document.validFrom < from).map(({ id }) => id);
  return {
    quotas: versions.flatMap(({ id, document }) =>
      (['sent', 'received'] as const satisfies readonly Direction[]).map((direction) => ({
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
  };
};

const toAllOthers = (node: Node, message: (to: City) => OutgoingMessage): OutgoingMessage[] =>
  [...node.members.keys()].filter((city) => city !== node.city).map(message);

function shown(node: Node, id: AgreementId) {
  const version = node.store.agreements.find(id);
  if (!version) throw new Error('The agreement version is gone after a command on it');
  return agreementView(version, today(node));
}
